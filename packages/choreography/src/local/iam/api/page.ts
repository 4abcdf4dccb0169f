import type { QueryValue } from '#local/gateway/query-protocol.ts';
import { type Input, validationError } from './action.ts';

const MAX_ITEMS = 100;

/** One page of a list, in the order of its keys, with `IsTruncated` and `Marker` for the next one. */
function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  input: Input,
): { page: Item[]; more: { IsTruncated: boolean; Marker?: string } } {
  const sorted = [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const marker = input.optional('Marker');
  const after = marker === undefined ? undefined : keyIn(marker);
  const rest = after === undefined ? sorted : sorted.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, maxItems(input));
  const last = page.at(-1);
  const Marker = last && rest.length > page.length ? Buffer.from(`after:${keyOf(last)}`).toString('base64') : undefined;
  return { page, more: { IsTruncated: Marker !== undefined, ...(Marker !== undefined && { Marker }) } };
}

/** A list under a name, page by page. */
export function listPage<Item>(
  name: string,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  tell: (item: Item) => QueryValue,
  input: Input,
): { readonly [key: string]: QueryValue } {
  const { page, more } = pageOf(items, keyOf, input);
  return { [name]: page.map(tell), ...more };
}

function maxItems(input: Input): number {
  const asked = input.optional('MaxItems');
  if (asked === undefined) return MAX_ITEMS;
  const number = Number(asked);
  const at = `1 validation error detected: Value '${asked}' at 'maxItems' failed to satisfy constraint: Member must have value`;
  if (!(number >= 1)) throw validationError(`${at} greater than or equal to 1`);
  if (number > 1000) throw validationError(`${at} less than or equal to 1000`);
  return number;
}

function keyIn(marker: string): string {
  const text = Buffer.from(marker, 'base64').toString('utf8');
  if (text.startsWith('after:')) return text.slice('after:'.length);
  throw validationError(`Invalid Marker: ${marker}`);
}
