import type { DeliveredEvent } from '#contracts/dead-letter.ts';
import { valuesAt } from '#contracts/schema/schema-path.ts';
import type { Process } from '#graph/graph.ts';

/** The paths at which an event has the keys of its instances. */
export interface KeyPaths {
  /** The path that was asked for: in the event's data, or else in its detail. */
  readonly asked?: string | undefined;
  readonly processes?: readonly Process[] | undefined;
  /** The path in the data of events whose key is not known otherwise. */
  readonly otherwise?: string | undefined;
}

export type KeysOf = (event: Pick<DeliveredEvent, 'detail-type'> & { readonly detail: unknown }) => string[];

/**
 * Reads the keys of an event: at the path that was asked for; without one, the correlation id of its metadata and the values
 * at the paths of the processes that know it; otherwise at the path of the settings.
 */
export const keyReader =
  ({ asked, processes = [], otherwise }: KeyPaths): KeysOf =>
  (event) => {
    const { metadata, data } = Object(event.detail);
    const at = (values: unknown, path: string | undefined) =>
      path === undefined ? [] : valuesAt(values, path).flatMap(asKey);
    if (asked !== undefined) return firstFound(at(data, asked), at(event.detail, asked));
    const known = processes.flatMap(({ key, keys = {} }) => at(data, keys[event['detail-type']] ?? key));
    return firstFound([...new Set([...asKey(Object(metadata).correlationId), ...known])], at(data, otherwise));
  };

const firstFound = (found: string[], otherwise: string[]): string[] => (found.length > 0 ? found : otherwise);

const asKey = (value: unknown): string[] =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? [String(value)] : [];
