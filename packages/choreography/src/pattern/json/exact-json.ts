import { parse } from 'lossless-json';
import { ExactNumber } from './exact-number.ts';

/** The values of a key that is written more than once in an object, in their order. */
export class RepeatedValue {
  constructor(readonly values: readonly unknown[]) {}

  /** What counts where there can be one only. */
  get last(): unknown {
    return this.values.at(-1);
  }
}

/**
 * Reads JSON as JSON.parse does, but nothing is lost: a number that JavaScript would write otherwise is an ExactNumber, a key
 * that is written twice with different values has a RepeatedValue. Throws a SyntaxError.
 */
export function readJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // Mostly true, and far quicker than reading it with care.
  if (JSON.stringify(value) === text) return value;
  return parse(text, null, {
    parseNumber: (number) => (String(Number(number)) === number ? Number(number) : new ExactNumber(number)),
    onDuplicateKey: ({ oldValue, newValue }) =>
      new RepeatedValue([...(oldValue instanceof RepeatedValue ? oldValue.values : [oldValue]), newValue]),
  });
}

/** Writes what `readJson` gave, compact, as JSON.stringify does. */
export function writeJson(value: unknown): string {
  return isPlain(value) ? JSON.stringify(value) : written(value);
}

/** Whether JSON.stringify can write a value. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (value instanceof ExactNumber || value instanceof RepeatedValue) return false;
  for (const key in value) if (!isPlain((value as Record<string, unknown>)[key])) return false;
  return true;
}

function written(value: unknown): string {
  if (value instanceof ExactNumber) return value.text;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .flatMap(([key, each]) =>
      (each instanceof RepeatedValue ? each.values : [each]).map((one) => `${JSON.stringify(key)}:${written(one)}`),
    );
  return `{${members.join(',')}}`;
}
