import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { INDEXES } from '../packages/choreography/src/monitor/table.ts';

export interface Consumed {
  /** Of the table and its indexes. */
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly requests: number;
}

type Item = Readonly<Record<string, unknown>>;

/** The entry of each item in each index, as far as it was written here. */
const entries = new Map<string, string | undefined>();

/**
 * Counts what a client consumes until it is told to stop. The engine tells the units of the table; those of the indexes
 * follow from their keys, since they hold nothing else (DynamoDB developer guide: "Using global secondary indexes").
 */
export function countUnits(client: DynamoDBDocumentClient): { stop(): Consumed } {
  const name = 'count-units';
  let [writeUnits, readUnits, requests] = [0, 0, 0];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const input = args.input as { ReturnConsumedCapacity?: string; Item?: Item };
        const answer = await next({ ...args, input: { ...input, ReturnConsumedCapacity: 'TOTAL' } });
        // A batch tells it of each table.
        const told = [(answer.output as { ConsumedCapacity?: unknown }).ConsumedCapacity].flat();
        const [ConsumedCapacity] = told as { CapacityUnits?: number }[];
        if (ConsumedCapacity?.CapacityUnits === undefined) throw new Error(`${commandName} told no capacity.`);
        requests++;
        if (/^(?:Get|BatchGet|Query)/.test(commandName)) readUnits += ConsumedCapacity.CapacityUnits;
        else writeUnits += ConsumedCapacity.CapacityUnits + (input.Item ? indexUnits(input.Item) : 0);
        return answer;
      },
    { step: 'initialize', name },
  );
  return {
    stop() {
      client.middlewareStack.remove(name);
      return { writeUnits, readUnits, requests };
    },
  };
}

/** An entry that comes or goes is one write, one that moves is two, one that stays is none. */
function indexUnits(item: Item): number {
  let units = 0;
  for (const { name, partitionKey, sortKey } of Object.values(INDEXES)) {
    const key = `${name} ${item.pk} ${item.sk}`;
    const before = entries.get(key);
    const after = item[partitionKey] && item[sortKey] ? `${item[partitionKey]} ${item[sortKey]}` : undefined;
    entries.set(key, after);
    if (before !== after) units += before && after ? 2 : 1;
  }
  return units;
}
