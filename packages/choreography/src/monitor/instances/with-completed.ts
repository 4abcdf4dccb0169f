import type { Logger } from '@aws-lambda-powertools/logger';
import type { Process } from '#contracts/define-process.ts';
import { say } from '#jobs/say.ts';
import type { HeardEvent } from '#monitor/events/heard-event.ts';
import type { MonitoredContracts } from '#monitor/events/recorded-event.ts';
import { type Header, progressAt } from './header.ts';
import { instanceData } from './instance-data.ts';
import { type OwnEvent, ownEvent } from './own-event.ts';

/**
 * Records in its header that an instance is completed, if it is and that is new, and makes the event that says so. An event that breaks
 * its contract can never be said: the error is logged, and the header is as if it had been.
 */
export function withCompleted(
  process: Process,
  known: MonitoredContracts,
  header: Header,
  heard: readonly HeardEvent[],
  job: string,
  logger: Pick<Logger, 'error'>,
): { header: Header; saying?: OwnEvent } {
  if (header.completedSaid) return { header };
  const { state, startedAt } = progressAt(process, header, new Date());
  if (state !== 'completed' || startedAt === null) return { header };
  const last = Object.values(header.seen)
    .flat()
    .reduce((a, b) => (b.at > a.at ? b : a));
  const hops = Math.max(...heard.map(({ event }) => event.detail?.metadata?.hops ?? 0)) + 1;
  const after = { ...header, completedSaid: last.at };
  try {
    const said = say(process.completed, { ...instanceData(process, header), startedAt, completedAt: last.at });
    const occasion = { process, key: header.key, eventId: last.eventId, hops, at: last.at };
    return { header: after, saying: ownEvent(known, job, said, occasion) };
  } catch (error) {
    logger.error(`${process.completed.type} of ${header.key} cannot be said`, error as Error);
    return { header: after };
  }
}
