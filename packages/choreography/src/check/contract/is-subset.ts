import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { check_compat, initSync } from 'jsoncompat';
import type { SchemaObject } from './schema.ts';

let ready = false;
/** A proof takes milliseconds, and fragments repeat in every contract. */
const verdicts = new Map<string, boolean | string>();

/**
 * Whether all that one schema describes is taken by another, proven by jsoncompat: never true by mistake, false also when
 * it finds no proof. Fields that the first schema does not name are taken as never said. Returns a sentence when the two
 * cannot be compared, for instance because a schema is wrong.
 */
export function isSubset(described: SchemaObject, takenBy: SchemaObject): boolean | string {
  const question = JSON.stringify([described, takenBy]);
  const verdict = verdicts.get(question) ?? prove(described, takenBy);
  verdicts.set(question, verdict);
  return verdict;
}

function prove(described: SchemaObject, takenBy: SchemaObject): boolean | string {
  if (!ready) {
    const module = createRequire(import.meta.url).resolve('jsoncompat/jsoncompat_wasm_bg.wasm');
    initSync({ module: readFileSync(module) });
    ready = true;
  }
  try {
    return check_compat(JSON.stringify(described), JSON.stringify(takenBy), 'deserializer');
  } catch (error) {
    return `they cannot be compared: ${String(error)}`;
  }
}
