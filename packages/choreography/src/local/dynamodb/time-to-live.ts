import type { Clock } from '#local/runtime/clock.ts';
import type { Fields, Table } from './dynalite.ts';
import { validationError } from './dynamodb-error.ts';
import { schemaOf } from './items/table-schema.ts';
import { type Engine, type Operation, readTable } from './operation.ts';

/** How often expired items are looked for. AWS promises no more than "within a few days". */
const SWEEP_MS = 60_000;
/** Items that expired longer ago than this stay ("Using time to live (TTL) in DynamoDB"): five years, in seconds. */
const TOO_OLD_S = 5 * 365 * 24 * 60 * 60;

/**
 * UpdateTimeToLive and DescribeTimeToLive, and the sweep that deletes expired items, every 60 seconds. As on AWS, an
 * expired item is still read until it is deleted.
 */
export function timeToLive(engine: Engine, clock: Pick<Clock, 'now' | 'every'>) {
  const attributes = new WeakMap<Table, string>();
  const stop = clock.every(SWEEP_MS, () => {
    void deleteExpired(engine, (table) => attributes.get(table), clock.now() / 1000);
  });
  return {
    UpdateTimeToLive: updateTimeToLive(engine, attributes),
    DescribeTimeToLive: describeTimeToLive(engine, attributes),
    /** The attribute that a table keeps the time in; undefined if it has no time to live. */
    attributeOf: (table: Table) => attributes.get(table),
    stop,
  };
}

/**
 * Deletes the items whose time to live is over.
 *
 * @param attributeOf the attribute that a table keeps the time in, in seconds since 1970; none if it has no time to live
 * @param now in seconds since 1970
 * @returns how many items were deleted
 */
export async function deleteExpired(
  engine: Engine,
  attributeOf: (table: Table) => string | undefined,
  now: number,
): Promise<number> {
  let deleted = 0;
  for (const table of await all<Table>(engine.store.tableDb.createValueStream())) {
    const attribute = attributeOf(table);
    if (attribute === undefined) continue;
    const schema = schemaOf(table);
    for (const [key, item] of [...engine.items.entries(schema).entries()]) {
      if (!isExpired(item[attribute], now)) continue;
      engine.items.replace(schema, key, item, undefined, 'time to live');
      deleted++;
    }
  }
  return deleted;
}

function updateTimeToLive(engine: Engine, attributes: WeakMap<Table, string>): Operation {
  return {
    types: {
      TableName: engine.dynalite.validation('DescribeTimeToLive').types.TableName,
      TimeToLiveSpecification: {
        type: 'FieldStruct<TimeToLiveSpecification>',
        notNull: true,
        children: {
          AttributeName: { type: 'String', notNull: true, lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 255 },
          Enabled: { type: 'Boolean', notNull: true },
        },
      },
    },
    run({ TableName, TimeToLiveSpecification }) {
      const { AttributeName, Enabled } = TimeToLiveSpecification as { AttributeName: string; Enabled: boolean };
      const table = readTable(engine, TableName as string);
      const current = attributes.get(table);
      const wrong = whatIsWrong(current, Enabled, AttributeName);
      if (wrong) throw validationError(wrong);
      if (Enabled) attributes.set(table, AttributeName);
      else attributes.delete(table);
      return { TimeToLiveSpecification: { AttributeName, Enabled } };
    },
  };
}

function describeTimeToLive(engine: Engine, attributes: WeakMap<Table, string>): Operation {
  return {
    types: engine.dynalite.validation('DescribeTimeToLive').types,
    run({ TableName }): Fields {
      const AttributeName = attributes.get(readTable(engine, TableName as string));
      const TimeToLiveStatus = AttributeName === undefined ? 'DISABLED' : 'ENABLED';
      return { TimeToLiveDescription: { TimeToLiveStatus, AttributeName } };
    },
  };
}

function whatIsWrong(current: string | undefined, enabled: boolean, attribute: string): string | undefined {
  if (current === undefined) return enabled ? undefined : 'TimeToLive is already disabled';
  if (current !== attribute) {
    return `TimeToLive is active on a different AttributeName: current AttributeName is ${current}`;
  }
  return enabled ? 'TimeToLive is already enabled' : undefined;
}

function isExpired(value: Record<string, unknown> | undefined, now: number): boolean {
  const at = typeof value?.N === 'string' ? Number(value.N) : Number.NaN;
  return at < now && at > now - TOO_OLD_S;
}

function all<V>(stream: NodeJS.EventEmitter): Promise<V[]> {
  return new Promise((resolve) => {
    const values: V[] = [];
    stream.on('data', (value: V) => values.push(value)).on('end', () => resolve(values));
  });
}
