import type { Schema } from '#check/contract/schema.ts';
import type { Condition } from '#pattern/conditions/condition.ts';
import { isPlain, TEXT_FIELDS } from './plain-pattern.ts';
import { readPattern } from './read-pattern.ts';
import { whyNotInDetail } from './why-not-in-detail.ts';

/**
 * Why no event at all can match a pattern, as a sentence without its end; undefined when one can, or when EventBridge refuses it. With the schemas of
 * `detail` of all events that its rule hears, it is compared with them too.
 */
export function whyImpossible(
  pattern: object | null,
  detailsOf: () => readonly Schema[] = () => [],
): string | undefined {
  if (pattern === null || isPlain(pattern)) return undefined;
  const { ways, refused } = readPattern(pattern);
  if (ways.length === 0 || refused) return undefined;
  const details = detailsOf();
  // A way to match is impossible when one of its fields is; the pattern when each of its ways is.
  const reasons = ways.map((way) =>
    [...way].map(([path, conditions]) => whyNotInEvent(path, conditions) ?? whyNotInAny(details, path, conditions)),
  );
  const impossible = reasons.map((way) => way.find((reason) => reason !== undefined));
  return impossible.every((reason) => reason !== undefined) ? impossible[0] : undefined;
}

const FIELDS = new Set([...TEXT_FIELDS, 'resources', 'detail', 'replay-name']);

function whyNotInEvent(path: string, conditions: readonly Condition[]): string | undefined {
  const [field = '', ...below] = path.split('.');
  const absence = conditions.some(({ absent }) => absent);
  if (!FIELDS.has(field))
    return absence ? undefined : `an event has no field "${field}" (the data of an event is below "detail")`;
  if (field === 'detail') return below.length > 0 ? undefined : 'detail is an object: a pattern names fields in it';
  if (below.length > 0) return absence ? undefined : `${field} has no fields`;
  if (!TEXT_FIELDS.has(field) && absence) return undefined;
  if (conditions.some(mayBeText)) return undefined;
  return conditions.every(({ absent }) => absent)
    ? `every event has the field ${field}`
    : `${field} is a text, and never what the pattern asks for`;
}

const mayBeText = ({ absent, common }: Condition): boolean =>
  !absent &&
  common?.kind !== 'range' &&
  common?.kind !== 'digits' &&
  !(common?.kind === 'exactly' && typeof common.value !== 'string');

function whyNotInAny(details: readonly Schema[], path: string, conditions: readonly Condition[]): string | undefined {
  const [field, ...below] = path.split('.');
  if (field !== 'detail' || details.length === 0) return undefined;
  const reasons = details.map((detail) => whyNotInDetail(detail, below, conditions));
  return reasons.every((reason) => reason !== undefined) ? `${path} ${reasons[0]}` : undefined;
}
