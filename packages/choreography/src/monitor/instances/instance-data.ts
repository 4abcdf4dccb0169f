import type { Process } from '#contracts/define-process.ts';
import { ownPath } from '#contracts/process-events.ts';
import { isKind } from '#contracts/schema/schema-kind.ts';
import { schemasAlong } from '#contracts/schema/schema-path.ts';
import type { Header } from './header.ts';

/** What the monitor's own events carry of an instance: its key and, if known, its party, each at its path. */
export function instanceData({ completed, party: told }: Process, { key, party }: Header): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  const isNumber = isKind(schemasAlong(completed.data, completed.correlateBy)?.at(-1), 'number');
  put(data, completed.correlateBy.split('.'), isNumber ? Number(key) : key);
  if (told && party) put(data, ownPath(told.path).split('.'), party.id);
  return data;
}

function put(data: Record<string, unknown>, [field = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) data[field] = value;
  else {
    data[field] ??= {};
    put(data[field] as Record<string, unknown>, rest, value);
  }
}
