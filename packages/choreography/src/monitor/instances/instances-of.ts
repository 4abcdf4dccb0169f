import type { EventContract } from '#contracts/define-event.ts';
import { eventsOfProcess, type Process } from '#contracts/define-process.ts';
import { valuesAt } from '#contracts/schema/schema-path.ts';

/** A key that an event carries, and the processes whose instance it names. */
export interface KeyOfProcesses {
  readonly key: string;
  readonly processes: readonly string[];
}

/** The parts of an event that decide to which instances it belongs. */
export interface Correlated {
  readonly source: string;
  readonly type: string;
  /** What the event carries, also what fits no contract. */
  readonly data: unknown;
  /** What its metadata say; null without. */
  readonly correlationId: string | null;
}

/** As long as a correlation id may be. */
const MAX_KEY_LENGTH = 256;

/**
 * The instances that an event belongs to, each key once: of every process whose key the event carries, at the path that the
 * process has for it. An event that a process does not know joins it only by a path that leads to one value.
 */
export function instancesOf(processes: readonly Process[], event: Correlated): KeyOfProcesses[] {
  const byKey = new Map<string, string[]>();
  for (const process of processes)
    for (const key of keysIn(process, event)) {
      const names = byKey.get(key);
      if (names) names.push(process.name);
      else byKey.set(key, [process.name]);
    }
  return [...byKey].map(([key, names]) => ({ key, processes: names }));
}

/** The keys of one process in an event. */
function keysIn(process: Process, event: Correlated): string[] {
  const contract = contractIn(process, event);
  const path = (contract && process.keys[contract.type]) ?? process.key;
  if (!contract && path.includes('[]')) return [];
  const keys = new Set(valuesAt(event.data, path).flatMap(asKey));
  if (keys.size > 0) return [...keys];
  // Data that does not fit may lack the key: what the event itself is correlated by is the same.
  return contract?.correlateBy === path && event.correlationId !== null ? [event.correlationId] : [];
}

/** The event's contract, if a process waits for it. */
export const contractIn = (
  process: Process,
  { source, type }: Pick<Correlated, 'source' | 'type'>,
): EventContract | undefined =>
  eventsOfProcess(process).find((event) => event.source === source && event.type === type);

function asKey(value: unknown): string[] {
  const key = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  return typeof key === 'string' && key !== '' && key.length <= MAX_KEY_LENGTH ? [key] : [];
}
