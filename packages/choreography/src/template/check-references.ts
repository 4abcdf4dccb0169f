import { asObject } from './as-object.ts';
import { InputError } from './input-error.ts';
import type { Template } from './template.ts';

/**
 * Throws an InputError when resources, or conditions, refer to each other in a circle, which CloudFormation refuses
 * ("Circular dependency between resources"). `file` is what the sentence begins with.
 */
export function checkReferences(file: string, { Resources, Conditions }: Template): void {
  checkCircles(`${file}: these resources`, Object.keys(Resources), (id) => {
    const { DependsOn = [], Properties = {} } = Resources[id] ?? {};
    const names = new Set<string>(Array.isArray(DependsOn) ? DependsOn : [DependsOn]);
    collectReferences(Properties, names);
    return names;
  });
  const conditions = asObject(Conditions);
  checkCircles(`${file}: these conditions`, Object.keys(conditions), (name) => conditionsIn(conditions[name]));
}

/** Throws an InputError when a template is nested too deeply to be read. */
export function checkDepth(file: string, template: Template): void {
  for (const [id, resource] of Object.entries(template.Resources))
    if (!collectReferences(resource, new Set()))
      throw new InputError(`${file}: the properties of ${id} are nested more than ${DEEPEST} deep: no template is.`);
  if (!collectReferences(template, new Set()))
    throw new InputError(`${file} is nested more than ${DEEPEST} deep: no template is.`);
}

function checkCircles(these: string, all: readonly string[], namesIn: (name: string) => ReadonlySet<string>): void {
  const known = new Set(all);
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].join(' → ');
      throw new InputError(`${these} refer to each other in a circle: ${circle}.`);
    }
    if (done.has(name)) return;
    for (const next of namesIn(name)) if (known.has(next)) visit(next, [...path, name]);
    done.add(name);
  };
  for (const name of all) visit(name, []);
}

/** The conditions that one is made of: `Condition`, alone or in `Fn::And`, `Fn::Or` and `Fn::Not`. */
function conditionsIn(expression: unknown): Set<string> {
  const { Condition, ...functions } = asObject(expression);
  const parts = Object.values(functions)
    .flat()
    .flatMap((part) => [...conditionsIn(part)]);
  return new Set(typeof Condition === 'string' ? [Condition, ...parts] : parts);
}

/** Deeper than any template is nested, and not so deep that reading it would end the program. */
const DEEPEST = 500;

/** Collects the names that a value refers to by `Ref`, `Fn::GetAtt` and `Fn::Sub`; false when it is nested too deeply. */
function collectReferences(value: unknown, names: Set<string>, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > DEEPEST) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!collectReferences(item, names, depth + 1)) return false;
    return true;
  }
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    if (key === 'Ref') names.add(String(inner));
    else if (key === 'Fn::GetAtt') names.add(String(Array.isArray(inner) ? inner[0] : inner).split('.')[0] ?? '');
    else if (key === 'Fn::Sub') collectSubstituted(inner, names);
    else if (!collectReferences(inner, names, depth + 1)) return false;
  }
  return true;
}

function collectSubstituted(argument: unknown, names: Set<string>): void {
  const [text, variables] = Array.isArray(argument) ? argument : [argument];
  const own = asObject(variables);
  for (const [, name = ''] of String(text).matchAll(/\$\{([^!}][^}]*)\}/g))
    if (!Object.hasOwn(own, name.trim())) names.add(name.trim().split('.')[0] ?? '');
  collectReferences(own, names);
}
