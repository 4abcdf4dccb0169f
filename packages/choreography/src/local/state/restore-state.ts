import type { RuntimeServices } from '#local/runtime/services.ts';

/**
 * Gives services what another run has kept, in one turn, when their tables, queues, rules and functions are made: first what is
 * only read, then what goes on by itself. Tells what nothing has a place for any more.
 */
export function restoreState({ foundation, dynamodb, sqs, functions, broker, scheduler, logs }: RuntimeServices): void {
  const { notify } = foundation;
  const tables = dynamodb.restore();
  logs.restore();
  const queued = sqs.store.restore();
  if (tables.dropped.length > 0) notify({ kind: 'not-kept', what: 'table', names: tables.dropped });
  if (queued.dropped.length > 0) notify({ kind: 'not-kept', what: 'queue', names: queued.dropped });
  functions.restore();
  broker.restore();
  scheduler.restore();
}
