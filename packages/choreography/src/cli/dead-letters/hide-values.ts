import type { DeliveredEvent } from '#contracts/dead-letter.ts';
import { maskValues } from '#contracts/mask-values.ts';
import type { Contract } from '#graph/graph.ts';
import { fieldsByEvent } from '#personal/personal-data.ts';
import { isObject } from '#template/document/as-object.ts';

/** Takes the personal values of an event out of a text, such as the error of whatever failed on it. */
export type HideValues = (text: string, event: DeliveredEvent | null) => string;

/** The event's published contract decides which values are personal; without one, all are. */
export function hideValues(contracts: readonly Contract[] = []): HideValues {
  const known = new Set(contracts.map(({ source, detailType }) => `${source} ${detailType}`));
  const fields = fieldsByEvent(contracts);
  return (text, event) => {
    const detail: unknown = event?.detail;
    const data = isObject(detail) && 'data' in detail ? detail.data : detail;
    const name = event ? `${event.source} ${event['detail-type']}` : '';
    return maskValues(text, undefined, known.has(name) ? valuesAtFields(data, new Set(fields.get(name))) : data);
  };
}

/** The values at the paths of personal fields; a map has all its keys, and an array all its items, at its own path. */
function valuesAtFields(data: unknown, fields: ReadonlySet<string>): unknown[] {
  const found: unknown[] = [];
  const visit = (value: unknown, path: string): void => {
    if (fields.has(path)) found.push(value);
    else if (Array.isArray(value)) for (const item of value) visit(item, path);
    else if (isObject(value))
      for (const [key, inner] of Object.entries(value)) {
        visit(inner, path === '' ? key : `${path}.${key}`);
        if (path !== '') visit(inner, path);
      }
  };
  visit(data, '');
  return found;
}
