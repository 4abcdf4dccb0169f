import type { Process } from '#contracts/define-process.ts';
import type { Header } from './header.ts';

/** What the monitor's own events carry of an instance: its key and, if an event told it, its party, each at its path. */
export function instanceData({ starts, party: told }: Process, { key, party }: Header): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  put(data, starts.correlateBy.split('.'), key);
  if (told && party) put(data, told.path.split('.'), party.id);
  return data;
}

function put(data: Record<string, unknown>, [field = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) data[field] = value;
  else {
    data[field] ??= {};
    put(data[field] as Record<string, unknown>, rest, value);
  }
}
