import { encoded } from './signature.ts';

/**
 * Parameters as a form (Smithy: "AWS query protocol"): `Destination.ToAddresses.member.1=…`. What is undefined is left out, and an empty list
 * is an empty text.
 */
export function queryForm(parameters: object): string {
  const pairs: string[] = [];
  add(pairs, '', parameters);
  return pairs.join('&');
}

function add(pairs: string[], path: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'object') {
    pairs.push(`${path}=${encoded(String(value))}`);
    return;
  }
  if (Array.isArray(value) && value.length === 0) pairs.push(`${path}=`);
  const names = Array.isArray(value) ? value.map((each, at) => [`member.${at + 1}`, each]) : Object.entries(value);
  for (const [name, inside] of names) add(pairs, path === '' ? name : `${path}.${name}`, inside);
}
