import type { DynamoDb } from '#local/dynamodb/start-dynamodb.ts';
import type { Broker } from '#local/events/broker.ts';
import type { Functions } from '#local/lambda/functions.ts';
import type { Logs } from '#local/logs/logs.ts';
import type { OnNotice } from '#local/notice.ts';
import type { Queues } from '#local/sqs/queues.ts';

/**
 * Gives services what another run has kept, in one turn, when their tables, queues, rules and functions are made: first what is
 * only read, then what goes on by itself. Tells what nothing has a place for any more.
 */
export function restoreState({
  dynamodb,
  queues,
  functions,
  broker,
  logs,
  notify,
}: {
  readonly dynamodb: Pick<DynamoDb, 'restore'>;
  readonly queues: Pick<Queues, 'restore'>;
  readonly functions: Pick<Functions, 'restore'>;
  readonly broker: Pick<Broker, 'restore'>;
  readonly logs: Pick<Logs, 'restore'>;
  readonly notify: OnNotice;
}): void {
  const tables = dynamodb.restore();
  logs.restore();
  const queued = queues.restore();
  if (tables.dropped.length > 0) notify({ kind: 'not-kept', what: 'table', names: tables.dropped });
  if (queued.dropped.length > 0) notify({ kind: 'not-kept', what: 'queue', names: queued.dropped });
  functions.restore();
  broker.restore();
}
