import type { Stimulus, WorldView } from '#simulation/define-simulation.ts';
import { InputError } from '#template/input-error.ts';
import type { World } from './world.ts';

/** A value of an attribute in DynamoDB's JSON, such as `{ S: 'text' }`. */
type AttributeValue = Readonly<Record<string, unknown>>;

/** The items of a table when it was last read. */
interface ReadTable {
  readonly version: number;
  readonly items: readonly Record<string, unknown>[];
}

/**
 * Makes the view of a world that invariants get.
 *
 * @param looked is called with the full name of each table that is read, and with undefined when anything else is
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
    if (found === undefined)
      throw new InputError(`There is no table "${asked}": the tables are ${all.join(', ') || 'none'}.`);
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
      const items = dynamodb.itemsOf(name).map((item) => plainItem(item as Record<string, AttributeValue>));
      read.set(name, { version, items });
      return items;
    },
    queue(name) {
      looked(undefined);
      const found = sqs.store.all().find((queue) => queue.name.endsWith(name));
      if (!found) {
        const all = sqs.store.all().map((queue) => queue.name);
        throw new InputError(`There is no queue "${name}": the queues are ${all.join(', ') || 'none'}.`);
      }
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
    isGivenUp(label) {
      looked(undefined);
      return world.givenUp.has(label);
    },
    get events() {
      looked(undefined);
      return world.events;
    },
    get emails() {
      looked(undefined);
      return world.mailbox.sent.map(({ label, ...email }) => ({ ...email, isKnown: isKnown(world, label) }));
    },
    get logs() {
      looked(undefined);
      return world.lines;
    },
    stimuli,
  };
}

const isKnown = ({ answered, endedWell }: World, label: string): boolean =>
  answered.has(label) && endedWell.has(label.slice(0, label.lastIndexOf('>')));

const plainItems = new WeakMap<object, Record<string, unknown>>();

/** An item as plain values, made once for each item: an item is never changed, only replaced. */
function plainItem(item: Readonly<Record<string, AttributeValue>>): Record<string, unknown> {
  const known = plainItems.get(item);
  if (known) return known;
  const made = plainMap(item);
  plainItems.set(item, made);
  return made;
}

const plainMap = (item: Readonly<Record<string, AttributeValue>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));

/** The plain value of an attribute; bytes and strings stay as they are. */
function plain(value: AttributeValue): unknown {
  const [[type, given] = ['NULL', true]] = Object.entries(value);
  if (type === 'N') return Number(given);
  if (type === 'NULL') return null;
  if (type === 'M') return plainMap(given as Record<string, AttributeValue>);
  if (type === 'L') return (given as AttributeValue[]).map(plain);
  if (type === 'NS') return (given as string[]).map(Number);
  return given;
}
