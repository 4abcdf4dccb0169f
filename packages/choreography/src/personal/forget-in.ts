import { MASK } from '#contracts/mask-personal.ts';
import { CLEAR, OUTCOME } from '#contracts/retention.ts';
import { asJson, isObject } from '#template/document/as-object.ts';

/** What happens to an item that mentions a person: it is removed, some of its attributes change, or it is kept. */
export type Forgotten =
  | { readonly is: 'removed' }
  | { readonly is: 'masked'; readonly changed: Readonly<Record<string, unknown>> }
  | { readonly is: 'kept' };

/** Who is to be forgotten: a person's id, and the keys of the instances that the monitor knows as theirs. */
export interface ForgottenParty {
  readonly id: string;
  readonly instances: ReadonlySet<string>;
}

/** Items that are there to be said or shown again: they go whole. */
const COPIES = [OUTCOME, CLEAR];

/**
 * Decides what happens to an item of a table to forget a person. The events that a job said about them, and those kept unmasked, are
 * removed; the inbox item is kept without what the job said, since it keeps the job done. In every other item that mentions the
 * person, or has an instance of theirs as its key, attributes with the names of personal fields are masked: those whose last two names
 * are a field's last two, at the top also its last.
 *
 * @param fields paths of personal fields, such as `loan.reader.name`
 * @param keys the table's key attributes, which cannot change
 */
export function forgetIn(
  item: Readonly<Record<string, unknown>>,
  { id: party, instances }: ForgottenParty,
  fields: readonly string[],
  keys: readonly string[],
): Forgotten {
  const named = keys.flatMap((key) => String(item[key]).split('#'));
  const isOfInstance = named.some((part) => instances.has(part));
  if (!isOfInstance && !named.includes(party) && !mentions(item, party)) return { is: 'kept' };
  if (keys.some((key) => COPIES.some((copy) => String(item[key]).startsWith(`${copy}#`)))) return { is: 'removed' };
  const wanted = fields.map((field) => field.split('.'));
  const isInbox = keys.some((key) => String(item[key]).startsWith('inbox#'));
  const changed = Object.entries(item)
    .filter(([name]) => !keys.includes(name))
    .map(([name, value]) => {
      // Compressed, so that nobody sees in it whom it mentions.
      if (isInbox && name === 'outcome') return [name, value, MASK] as const;
      return [name, value, masked(value, [name], wanted, isOfInstance ? null : party)] as const;
    })
    .filter(([, before, after]) => after !== before);
  if (changed.length === 0) return { is: 'kept' };
  return { is: 'masked', changed: Object.fromEntries(changed.map(([name, , after]) => [name, after])) };
}

/** Whether a person's id is a value anywhere in some data, also within text that is JSON. */
export function mentions(data: unknown, party: string): boolean {
  if (data === party) return true;
  if (data instanceof Set) return [...data].some((each) => mentions(each, party));
  if (Array.isArray(data)) return data.some((each) => mentions(each, party));
  if (isObject(data)) return Object.values(data).some((each) => mentions(each, party));
  const json = inText(data);
  return json !== undefined && mentions(json, party);
}

/**
 * A copy with personal fields masked; the very same value if there are none, or they are masked already.
 * @param party whose they are, where others stand beside them; null if all are meant
 */
function masked(
  value: unknown,
  path: readonly string[],
  fields: readonly (readonly string[])[],
  party: string | null,
): unknown {
  if (fields.some((field) => isField(path, field))) return value === MASK ? value : MASK;
  if (Array.isArray(value)) {
    // Of a list of several people, only those who are meant.
    const all = party === null || !value.some((each) => mentions(each, party));
    return unlessSame(
      value,
      value.map((each) => (all || mentions(each, party) ? masked(each, path, fields, party) : each)),
    );
  }
  if (isObject(value) && !(value instanceof Set) && !ArrayBuffer.isView(value)) {
    const entries = Object.entries(value).map(
      ([name, inner]) => [name, masked(inner, [...path, name], fields, party)] as const,
    );
    return entries.every(([name, inner]) => inner === value[name]) ? value : Object.fromEntries(entries);
  }
  const json = inText(value);
  if (json === undefined) return value;
  const within = masked(json, path, fields, party);
  return within === json ? value : JSON.stringify(within);
}

const unlessSame = (before: readonly unknown[], after: readonly unknown[]) =>
  after.every((each, i) => each === before[i]) ? before : after;

function isField(path: readonly string[], field: readonly string[]): boolean {
  const ends = path.length < 2 ? field.slice(-1) : field.slice(-2);
  return ends.every((name, i) => name === path.at(i - ends.length));
}

/** The object or list in a text that is JSON. */
function inText(value: unknown): object | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
  const json = asJson(value);
  return typeof json === 'object' && json !== null ? json : undefined;
}
