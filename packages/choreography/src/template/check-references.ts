import { asObject } from './document/as-object.ts';
import { InputError } from './input-error.ts';
import type { Template } from './template.ts';

/**
 * Throws an InputError when resources, or conditions, refer to each other in a circle, which CloudFormation refuses
 * ("Circular dependency between resources"). `file` is what the sentence begins with.
 */
export function checkReferences(file: string, { Resources, Conditions }: Template): void {
  checkCircles(`${file}: these resources`, Resources, (resource, names) => {
    const { DependsOn, Properties } = resource ?? {};
    for (const name of Array.isArray(DependsOn) ? DependsOn : [DependsOn])
      if (typeof name === 'string') names.push(name);
    collectReferences(Properties, names);
  });
  checkCircles(`${file}: these conditions`, asObject(Conditions), (condition, names) => {
    names.push(...conditionsIn(condition));
  });
}

/** Throws an InputError when a template is nested too deeply to be read. Tells whether it has transforms in it: most have none. */
export function checkDepth(file: string, template: Template): { hasTransform: boolean } {
  const found = { hasTransform: false };
  if (!isDeeper(template, 0, found)) return found;
  const id = Object.keys(template.Resources).find((each) => isDeeper(template.Resources[each], 0, found));
  const what = id === undefined ? `${file} is` : `${file}: the properties of ${id} are`;
  throw new InputError(`${what} nested more than ${DEEPEST} deep: no template is.`);
}

function isDeeper(value: unknown, depth: number, found: { hasTransform: boolean }): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth > DEEPEST) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (isDeeper(item, depth + 1, found)) return true;
    return false;
  }
  for (const key in value) {
    if (key === 'Fn::Transform') found.hasTransform = true;
    if (isDeeper((value as Record<string, unknown>)[key], depth + 1, found)) return true;
  }
  return false;
}

/** `collect` adds the names that a value refers to: also such as are none of `all`. */
function checkCircles<Value>(
  these: string,
  all: Readonly<Record<string, Value>>,
  collect: (value: Value, names: string[]) => void,
): void {
  const state = new Map<string, typeof ON_PATH | typeof DONE>();
  /** What leads to the name that is visited. */
  const path: string[] = [];
  /** The names that those on the path refer to, one after the other: a list for each would be most of the work. */
  const names: string[] = [];
  const visit = (name: string): void => {
    state.set(name, ON_PATH);
    path.push(name);
    const from = names.length;
    collect(all[name] as Value, names);
    const to = names.length;
    for (let index = from; index < to; index++) {
      const next = names[index] as string;
      const known = state.get(next);
      if (known === ON_PATH) {
        const circle = [...path.slice(path.indexOf(next)), next].join(' → ');
        throw new InputError(`${these} refer to each other in a circle: ${circle}.`);
      }
      if (known === undefined && Object.hasOwn(all, next)) visit(next);
    }
    names.length = from;
    path.pop();
    state.set(name, DONE);
  };
  for (const name in all) if (state.get(name) === undefined) visit(name);
}

const ON_PATH = 1;
const DONE = 2;

/** The conditions that one is made of: `Condition`, alone or in `Fn::And`, `Fn::Or` and `Fn::Not`. */
function conditionsIn(expression: unknown): string[] {
  const { Condition, ...functions } = asObject(expression);
  const parts = Object.values(functions).flat().flatMap(conditionsIn);
  return typeof Condition === 'string' ? [Condition, ...parts] : parts;
}

/** Deeper than any template is nested, and not so deep that reading it would end the program. */
const DEEPEST = 500;

/** Collects the names that a value refers to by `Ref`, `Fn::GetAtt` and `Fn::Sub`. */
function collectReferences(value: unknown, names: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) collectReferences(item, names);
    return;
  }
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    if (key === 'Ref') names.push(String(inner));
    else if (key === 'Fn::GetAtt') names.push(beforePoint(String(Array.isArray(inner) ? inner[0] : inner)));
    else if (key === 'Fn::Sub') collectSubstituted(inner, names);
    else collectReferences(inner, names);
  }
}

function collectSubstituted(argument: unknown, names: string[]): void {
  const [text, variables] = Array.isArray(argument) ? argument : [argument];
  const own = asObject(variables);
  for (const [, name = ''] of String(text).matchAll(/\$\{([^!}][^}]*)\}/g))
    if (!Object.hasOwn(own, name.trim())) names.push(beforePoint(name.trim()));
  collectReferences(own, names);
}

const beforePoint = (name: string): string => {
  const point = name.indexOf('.');
  return point < 0 ? name : name.slice(0, point);
};
