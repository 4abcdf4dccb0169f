import { asObject } from './document/as-object.ts';
import { InputError } from './input-error.ts';
import type { Template } from './template.ts';

/**
 * Throws an InputError when resources, or conditions, refer to each other in a circle, which CloudFormation refuses
 * ("Circular dependency between resources"). `file` is what the sentence begins with.
 */
export function checkReferences(file: string, { Resources, Conditions }: Template): void {
  checkCircles(`${file}: these resources`, Object.keys(Resources), (id) => {
    const { DependsOn = [], Properties = {} } = Resources[id] ?? {};
    const names: string[] = Array.isArray(DependsOn) ? [...DependsOn] : [DependsOn];
    collectReferences(Properties, names);
    return names;
  });
  const conditions = asObject(Conditions);
  checkCircles(`${file}: these conditions`, Object.keys(conditions), (name) => conditionsIn(conditions[name]));
}

/** Throws an InputError when a template is nested too deeply to be read. */
export function checkDepth(file: string, template: Template): void {
  if (!isDeeper(template)) return;
  const id = Object.keys(template.Resources).find((each) => isDeeper(template.Resources[each]));
  const what = id === undefined ? `${file} is` : `${file}: the properties of ${id} are`;
  throw new InputError(`${what} nested more than ${DEEPEST} deep: no template is.`);
}

function isDeeper(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth > DEEPEST) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (isDeeper(item, depth + 1)) return true;
    return false;
  }
  for (const key in value) if (isDeeper((value as Record<string, unknown>)[key], depth + 1)) return true;
  return false;
}

function checkCircles(these: string, all: readonly string[], namesIn: (name: string) => readonly string[]): void {
  const known = new Set(all);
  const done = new Set<string>();
  /** What leads to the name that is visited. */
  const path: string[] = [];
  const visit = (name: string): void => {
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].join(' → ');
      throw new InputError(`${these} refer to each other in a circle: ${circle}.`);
    }
    if (done.has(name)) return;
    path.push(name);
    for (const next of namesIn(name)) if (known.has(next)) visit(next);
    path.pop();
    done.add(name);
  };
  for (const name of all) visit(name);
}

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
    else if (key === 'Fn::GetAtt') names.push(String(Array.isArray(inner) ? inner[0] : inner).split('.')[0] ?? '');
    else if (key === 'Fn::Sub') collectSubstituted(inner, names);
    else collectReferences(inner, names);
  }
}

function collectSubstituted(argument: unknown, names: string[]): void {
  const [text, variables] = Array.isArray(argument) ? argument : [argument];
  const own = asObject(variables);
  for (const [, name = ''] of String(text).matchAll(/\$\{([^!}][^}]*)\}/g))
    if (!Object.hasOwn(own, name.trim())) names.push(name.trim().split('.')[0] ?? '');
  collectReferences(own, names);
}
