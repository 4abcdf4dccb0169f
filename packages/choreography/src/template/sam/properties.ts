import { isObject } from '#template/document/as-object.ts';
import { refuse } from './refusal.ts';

/**
 * What the properties of a SAM type may be, by name: `any`, `text`, `flag`, `number`, `list`, `map`, `texts` (a list of
 * texts), `items` (a list of texts and maps), `maps` (a map of maps), `words` (a map of texts), `maplist` (a list of maps), several with `|` between.
 * `!` marks one that is required, `=` one that may not be an intrinsic function.
 */
export type PropertyKinds = Readonly<Record<string, string>>;

/**
 * Refuses properties that SAM refuses: one that the type has not, one that is missing, one of another kind. Gives the
 * others; those without a value are none.
 */
export function checkProperties(
  what: string,
  type: string,
  given: Readonly<Record<string, unknown>>,
  kinds: PropertyKinds,
): Readonly<Record<string, unknown>> {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(kinds, name)) refuse(what, `property ${name} not defined for resource of type ${type}`);
  for (const [name, kind] of Object.entries(kinds)) {
    const value = given[name] ?? undefined;
    if (value === undefined) {
      if (kind.includes('!')) refuse(what, `Missing required property '${name}'.`);
    } else if (!isOfKind(value, kind)) refuse(what, expectation(name, kind));
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined));
}

function isOfKind(value: unknown, kind: string): boolean {
  // Only CloudFormation knows the value of an object of one key.
  if (!kind.includes('=') && isObject(value) && Object.keys(value).length === 1) return true;
  return kindsIn(kind).some((each) => KINDS[each]?.(value));
}

const kindsIn = (kind: string): string[] => kind.replace(/[!=]/g, '').split('|');

const isText = (value: unknown): boolean => typeof value === 'string';
const isListOf = (value: unknown, is: (item: unknown) => boolean): boolean => Array.isArray(value) && value.every(is);
const isMapOf = (value: unknown, is: (item: unknown) => boolean): boolean =>
  isObject(value) && Object.values(value).every(is);

const KINDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  any: () => true,
  text: isText,
  flag: (value) => typeof value === 'boolean',
  number: (value) => Number.isInteger(value) || typeof value === 'boolean',
  list: Array.isArray,
  map: isObject,
  texts: (value) => isListOf(value, isText),
  items: (value) => isListOf(value, (item) => isText(item) || isObject(item)),
  maps: (value) => isMapOf(value, isObject),
  words: (value) => isMapOf(value, isText),
  maplist: (value) => isListOf(value, isObject),
};

const CALLED: Readonly<Record<string, string>> = {
  text: 'string',
  flag: 'boolean',
  list: 'list',
  map: 'map',
};

function expectation(name: string, kind: string): string {
  const called = CALLED[kindsIn(kind).join('|')];
  return called ? `Property '${name}' should be a ${called}.` : `Type of property '${name}' is invalid.`;
}

/** Whether a value is there and not empty: SAM takes `[]`, `{}`, `''`, `0` and `false` for nothing. */
export const isGiven = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
