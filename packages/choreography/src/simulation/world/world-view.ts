import type { Stimulus, WorldView } from '#simulation/define-simulation.ts';
import { InputError } from '#template/input-error.ts';
import type { World } from './world.ts';

type Wire = Readonly<Record<string, unknown>>;

/** A table as it was read last. */
interface ReadTable {
  readonly version: number;
  readonly items: readonly Record<string, unknown>[];
}

/**
 * A world as invariants see it.
 *
 * @param looked told of each table that is read, by its whole name, or that something else is
 */
export function worldView(
  world: World,
  stimuli: readonly Stimulus[],
  looked: (table: string | undefined) => void = () => {},
): WorldView {
  const { dynamodb, sqs } = world.services;
  const read = new Map<string, ReadTable>();
  const names = new Map<string, string>();
  const nameOf = (asked: string): string => {
    const all = [...dynamodb.tableNames];
    const found = names.get(asked) ?? all.find((each) => each === asked) ?? all.find((each) => each.endsWith(asked));
    if (found === undefined) throw new InputError(`There is no table "${asked}", only ${all.join(', ')}.`);
    names.set(asked, found);
    return found;
  };
  return {
    table(asked) {
      const name = names.get(asked) ?? nameOf(asked);
      looked(name);
      const known = read.get(name);
      const version = dynamodb.versionOf(name);
      if (known?.version === version) return known.items;
      const items = dynamodb.itemsOf(name).map((item) => plainItem(item as Record<string, Wire>));
      read.set(name, { version, items });
      return items;
    },
    queue(name) {
      looked(undefined);
      const found = sqs.store.all().find((queue) => queue.name.endsWith(name));
      if (!found) throw new InputError(`There is no queue "${name}".`);
      return found.waiting().map(({ body }) => body);
    },
    isSetAside(key) {
      looked(undefined);
      const bodies = sqs.store.all().flatMap((queue) => queue.waiting().map(({ body }) => body));
      if (key === undefined) return bodies.length > 0;
      const whole = new RegExp(`(?<![\\w-])${key.replace(/[^\w]/g, '\\$&')}(?![\\w-])`);
      return bodies.some((body) => whole.test(body));
    },
    tables: [...dynamodb.tableNames],
    queues: sqs.store.all().map(({ name }) => name),
    get events() {
      looked(undefined);
      return world.events;
    },
    get emails() {
      looked(undefined);
      return world.mailbox.sent;
    },
    stimuli,
  };
}

const plainItems = new WeakMap<object, Record<string, unknown>>();

/** An item in plain values: it is the same as long as the item is, which is never changed but replaced. */
function plainItem(item: Readonly<Record<string, Wire>>): Record<string, unknown> {
  const known = plainItems.get(item);
  if (known) return known;
  const made = plainMap(item);
  plainItems.set(item, made);
  return made;
}

const plainMap = (item: Readonly<Record<string, Wire>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));

/** The value of an attribute as DynamoDB's wire has it. */
function plain(value: Wire): unknown {
  const [[type, given] = ['NULL', true]] = Object.entries(value);
  if (type === 'N') return Number(given);
  if (type === 'NULL') return null;
  if (type === 'M') return plainMap(given as Record<string, Wire>);
  if (type === 'L') return (given as Wire[]).map(plain);
  if (type === 'NS') return (given as string[]).map(Number);
  return given;
}
