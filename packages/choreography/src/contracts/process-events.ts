import * as z from 'zod';
import { defineEvent, type EventContract } from './define-event.ts';
import type { Process } from './define-process.ts';
import { isKind } from './schema/schema-kind.ts';
import { schemasAlong, unwrapped } from './schema/schema-path.ts';

type Declared = Pick<Process, 'name' | 'starts' | 'key' | 'keys' | 'party'>;

const MissingStep = z.object({
  step: z.string().min(1),
  /** Who should have done it. */
  participant: z.string().min(1),
  deadline: z.iso.datetime(),
});

/**
 * What the monitor says of an instance: `NAMECompleted` once when every step is done, `NAMEOverdue` once when a step missed
 * its deadline. They carry of the instance its key and its party, and no personal data: the monitor keeps none.
 */
export function processEvents({ name, starts, key, keys, party }: Declared, source: string) {
  const startKey = keys[starts.type] ?? key;
  const isNumber = isKind(unwrapped(schemasAlong(starts.data, startKey)?.at(-1)), 'number');
  const ownKey = ownPath(startKey);
  const instance = fieldsAt(ownKey, isNumber ? z.number() : z.string().min(1).max(256), party && ownPath(party.path));
  return {
    completed: defineEvent({
      source,
      type: `${capitalised(name)}Completed`,
      version: 1,
      data: z.object({ ...instance, startedAt: z.iso.datetime(), completedAt: z.iso.datetime() }),
      correlateBy: ownKey,
    }) as EventContract,
    overdue: defineEvent({
      source,
      type: `${capitalised(name)}Overdue`,
      version: 1,
      // The step that was due first; all that are missing by now are in `missing`.
      data: z.object({ ...instance, ...MissingStep.shape, missing: z.array(MissingStep).min(1) }),
      correlateBy: ownKey,
    }) as EventContract,
  };
}

/** Where the monitor's own events carry the value at a path: at the same path; for an item of an array, at its path within the item. */
export const ownPath = (path: string): string => (path.split('[].').at(-1) ?? path).replace('[]', '');

/** `book-loan` as `BookLoan`. */
const capitalised = (name: string): string =>
  name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The shape of an object that has the key and, if it is known, the party, each at its dotted path. */
function fieldsAt(key: string, schema: z.ZodType, party: string | undefined): Record<string, z.ZodType> {
  const fields: Tree = {};
  place(fields, key.split('.'), { schema, optional: false });
  if (party !== undefined) place(fields, party.split('.'), { schema, optional: true });
  return objectOf(fields).shape;
}

interface Leaf {
  readonly schema: z.ZodType;
  readonly optional: boolean;
}
interface Tree {
  [field: string]: Tree | Leaf;
}

const isLeaf = (node: Tree | Leaf): node is Leaf => node.schema instanceof z.ZodType;

function place(tree: Tree, [field = '', ...rest]: readonly string[], leaf: Leaf): void {
  if (rest.length === 0) tree[field] ??= leaf;
  else {
    tree[field] ??= {};
    place(tree[field] as Tree, rest, leaf);
  }
}

function objectOf(tree: Tree): z.ZodObject<Record<string, z.ZodType>> {
  return z.object(
    Object.fromEntries(
      Object.entries(tree).map(([field, node]) => {
        if (isLeaf(node)) return [field, node.optional ? node.schema.optional() : node.schema];
        const object = objectOf(node);
        return [field, isOptional(node) ? object.optional() : object];
      }),
    ),
  );
}

const isOptional = (tree: Tree): boolean =>
  Object.values(tree).every((node) => (isLeaf(node) ? node.optional : isOptional(node)));
