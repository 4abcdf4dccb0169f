import { type Finding, finding } from '#check/finding.ts';
import type { PersonalStore } from '#personal/personal-data.ts';

const REMEDY: Readonly<Record<PersonalStore['kind'], string>> = {
  archive: 'Give the archive RetentionDays.',
  table: 'Give the table a TimeToLiveSpecification on the attribute expiresAt.',
  queue: 'Give the queue a MessageRetentionPeriod.',
  logs: 'Give the log group RetentionInDays; one that no template makes, such as that of a function, has to be declared for that.',
  stream: 'Give the stream RetentionPeriodHours.',
  bucket: 'Give the bucket a lifecycle rule for all objects with ExpirationInDays.',
};

/** Personal data that is kept for ever. */
export const personalWithoutEnd = (stores: readonly PersonalStore[]): Finding[] =>
  stores
    .filter(({ days, as }) => days === null && as !== 'masked')
    .map(({ kind, name, template, id, holds }) =>
      finding('personal-without-end', `${kind} ${name}`, {
        at: { template, id },
        what: `${KINDS[kind]} ${name} keeps personal data of ${holds.map(({ event }) => event).join(', ')} for ever.`,
        why: 'Personal data may be kept only as long as it is needed, and whoever gets in sees all of it.',
        remedy: REMEDY[kind],
      }),
    );

const KINDS = {
  archive: 'The archive',
  table: 'The table',
  queue: 'The queue',
  logs: 'The log group',
  stream: 'The stream',
  bucket: 'The bucket',
} as const;
