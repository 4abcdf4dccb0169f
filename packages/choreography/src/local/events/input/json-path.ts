import { RepeatedValue } from '#local/events/json/exact-json.ts';
import { ExactNumber } from '#local/events/json/exact-number.ts';

/** A step of a path: a key, an index, or all that there is. */
type Step = string | number | typeof ALL;
const ALL = Symbol('*');

/**
 * Compiles a JSON path of the syntax that EventBridge knows (user guide: "Input transformation"): dots, brackets with an
 * index, a quoted key or `*`. Gives the value it leads to, undefined where it leads nowhere; with a `*` a list of all values. Undefined for
 * what is no such path.
 */
export function jsonPath(path: string): ((json: unknown) => unknown) | undefined {
  const steps = stepsOf(path);
  if (!steps) return undefined;
  const many = steps.includes(ALL);
  return (json) => {
    let found: unknown[] = [json];
    for (const step of steps) found = found.flatMap((value) => follow(value, step));
    return many ? found : found[0];
  };
}

function follow(value: unknown, step: Step): unknown[] {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return [];
  if (step === ALL) return Object.values(value).map(one);
  return Object.hasOwn(value, step) ? [one((value as Record<Exclude<Step, symbol>, unknown>)[step])] : [];
}

/** Of a key that is written twice, the value that is written last. */
const one = (value: unknown): unknown => (value instanceof RepeatedValue ? value.last : value);

const STEP = /^(?:\.([\w$/-]+)|\.?\[(\d+)\]|\.?\[\s*'([^']*)'\s*\]|\.?\[\s*"([^"]*)"\s*\]|(?:\.\*|\.?\[\*\]))/;

function stepsOf(path: string): Step[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: Step[] = [];
  let rest = path.slice(1);
  while (rest !== '') {
    const [all, dotted, index, single, double] = STEP.exec(rest) ?? [];
    if (all === undefined) return undefined;
    steps.push(index === undefined ? (dotted ?? single ?? double ?? ALL) : Number(index));
    rest = rest.slice(all.length);
  }
  return steps;
}
