/**
 * How long anything is kept that may hold what an event carried, in days. It is set here and nowhere else, so that one may be
 * compared with another: an event that is replayed on the archive's last day may be tried for days, lie in a dead-letter queue until
 * that ends, be given back then and be tried for days again; what its job said before must still be there.
 */
export const RETENTION_DAYS = {
  /** Every event of the bus, to be replayed. */
  archive: 30,
  /** What a job failed on, to be tried again. */
  retries: 4,
  /** What was set aside; SQS keeps nothing longer than 14 days (SQS quotas: "Message retention"). */
  deadLetters: 14,
  /** That a job was done for a key, and what it said, if the job remembers it `while it may come again`. */
  outcomes: 53,
  /** What the monitor saw. */
  monitor: 90,
  /** Events unmasked, where the monitor may reveal them: no longer than the archive has them. */
  clear: 30,
  /** Who was shown what unmasked: longer than an audit's year. */
  reveals: 400,
  logs: 30,
  /** Logs of a stage that is protected. */
  logsOfProtected: 90,
} as const;

/** The attribute by which DynamoDB deletes an item when it expires: seconds since 1970. */
export const EXPIRES_AT = 'expiresAt';

/** When an item written now is forgotten. */
export const expiry = (now: Date, days: number): number => Math.floor(now.getTime() / 1000) + days * 86_400;

/** What the partition keys of outcomes begin with that earlier versions kept beside the inbox item. */
export const OUTCOME = 'inbox-outcome';

/** What the partition keys of unmasked events begin with, where the monitor may reveal them. */
export const CLEAR = 'clear';
