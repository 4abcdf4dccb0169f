import { holdsValues } from '#template/document/as-object.ts';

/** A value that came out otherwise; undefined is none. */
export interface Difference {
  /** Such as `items[0].quantity`; empty for the whole. */
  readonly path: string;
  readonly was: unknown;
  readonly is: unknown;
}

/**
 * Where two values of JSON differ, also within texts that are JSON. What differs in each run says nothing and is not compared: two
 * times, also as seconds or milliseconds since 1970, and random ids, hashes and long numbers in texts.
 */
export function differencesOf(was: unknown, is: unknown, path = ''): Difference[] {
  if (was === is || isOfTheRun(was, is)) return [];
  const [before, after] = [parsed(was), parsed(is)];
  if (!holdsValues(before) || !holdsValues(after) || Array.isArray(before) !== Array.isArray(after))
    return [{ path, was, is }];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
    differencesOf(
      before[name],
      after[name],
      Array.isArray(before) ? `${path}[${name}]` : path ? `${path}.${name}` : name,
    ),
  );
}

function isOfTheRun(was: unknown, is: unknown): boolean {
  if (typeof was === 'string' && typeof is === 'string') return withoutRun(was) === withoutRun(is);
  return isTime(was) && isTime(is);
}

/** A number of this century, in seconds or milliseconds. */
function isTime(value: unknown): boolean {
  if (typeof value !== 'number') return false;
  const seconds = value > 1e11 ? value / 1000 : value;
  return seconds > 1e9 && seconds < 4.2e9;
}

/** A text without times, UUIDs, long numbers and hashes of at least 64 bits in hexadecimal or Base64. */
const withoutRun = (text: string): string =>
  text.replace(
    /\d{4}-\d\d-\d\dT[\d:.]+Z|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|\b[\da-f]{16,}\b|\d{9,}|(?<![\w+/-])[\w+/-]{43}=?(?![\w+/=-])/g,
    '#',
  );

function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
