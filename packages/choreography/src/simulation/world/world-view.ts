import type { Stimulus, WorldView } from '#simulation/define-simulation.ts';
import { InputError } from '#template/input-error.ts';
import type { World } from './world.ts';

type Wire = Readonly<Record<string, unknown>>;

/** A world as invariants see it. */
export function worldView(world: World, stimuli: readonly Stimulus[]): WorldView {
  const { dynamodb, sqs } = world.services;
  const read = new Map<string, { readonly changes: number; readonly items: readonly Record<string, unknown>[] }>();
  return {
    table(name) {
      const known = read.get(name);
      if (known?.changes === world.changes) return known.items;
      const tables = dynamodb.items();
      const found = tables.get(name) ?? [...tables].find(([each]) => each.endsWith(name))?.[1];
      if (!found) throw new InputError(`There is no table "${name}", only ${[...tables.keys()].join(', ')}.`);
      const items = found.map((item) => plainItem(item as Record<string, Wire>));
      read.set(name, { changes: world.changes, items });
      return items;
    },
    queue(name) {
      const found = sqs.store.all().find((queue) => queue.name.endsWith(name));
      if (!found) throw new InputError(`There is no queue "${name}".`);
      return found.waiting().map(({ body }) => body);
    },
    isSetAside(key) {
      const bodies = sqs.store.all().flatMap((queue) => queue.waiting().map(({ body }) => body));
      if (key === undefined) return bodies.length > 0;
      const whole = new RegExp(`(?<![\\w-])${key.replace(/[^\w]/g, '\\$&')}(?![\\w-])`);
      return bodies.some((body) => whole.test(body));
    },
    tables: [...dynamodb.items().keys()],
    queues: sqs.store.all().map(({ name }) => name),
    events: world.events,
    emails: world.mailbox.sent,
    stimuli,
  };
}

const plainItem = (item: Readonly<Record<string, Wire>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));

/** The value of an attribute as DynamoDB's wire has it. */
function plain(value: Wire): unknown {
  const [[type, given] = ['NULL', true]] = Object.entries(value);
  if (type === 'N') return Number(given);
  if (type === 'NULL') return null;
  if (type === 'M') return plainItem(given as Record<string, Wire>);
  if (type === 'L') return (given as Wire[]).map(plain);
  if (type === 'NS') return (given as string[]).map(Number);
  return given;
}
