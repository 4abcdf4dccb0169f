import type { RuntimeServices } from '#local/runtime/services.ts';

/**
 * Restores the state of another run in one turn, after tables, queues, rules and functions are made: first what is
 * only read, then what goes on by itself. Reports what no resource exists for any more.
 */
export function restoreState({
  foundation,
  dynamodb,
  sqs,
  sns,
  functions,
  broker,
  scheduler,
  logs,
}: RuntimeServices): void {
  const { notify } = foundation;
  const tables = dynamodb.restore();
  logs.restore();
  sns.restore();
  const queued = sqs.store.restore();
  if (tables.dropped.length > 0) notify({ kind: 'not-kept', what: 'table', names: tables.dropped });
  if (queued.dropped.length > 0) notify({ kind: 'not-kept', what: 'queue', names: queued.dropped });
  functions.restore();
  broker.restore();
  scheduler.restore();
}
