import { asObject } from './as-object.ts';
import { InputError } from './input-error.ts';
import type { Template } from './template.ts';

/**
 * Throws an InputError when resources refer to each other in a circle, which CloudFormation refuses ("Circular dependency
 * between resources"). `file` is what the sentence begins with.
 */
export function checkReferences(file: string, { Resources }: Template): void {
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) {
      const circle = [...path.slice(path.indexOf(id)), id].join(' → ');
      throw new InputError(`${file}: these resources refer to each other in a circle: ${circle}.`);
    }
    if (done.has(id)) return;
    const { DependsOn = [], Properties = {} } = Resources[id] ?? {};
    const names = new Set<string>(Array.isArray(DependsOn) ? DependsOn : [DependsOn]);
    collectReferences(Properties, names);
    for (const next of names) if (Object.hasOwn(Resources, next)) visit(next, [...path, id]);
    done.add(id);
  };
  for (const id of Object.keys(Resources)) visit(id, []);
}

/** Collects the names that a value refers to by `Ref`, `Fn::GetAtt` and `Fn::Sub`. */
function collectReferences(value: unknown, names: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) collectReferences(item, names);
    return;
  }
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    if (key === 'Ref') names.add(String(inner));
    else if (key === 'Fn::GetAtt') names.add(String(Array.isArray(inner) ? inner[0] : inner).split('.')[0] ?? '');
    else if (key === 'Fn::Sub') collectSubstituted(inner, names);
    else collectReferences(inner, names);
  }
}

function collectSubstituted(argument: unknown, names: Set<string>): void {
  const [text, variables] = Array.isArray(argument) ? argument : [argument];
  const own = asObject(variables);
  for (const [, name = ''] of String(text).matchAll(/\$\{([^!}][^}]*)\}/g))
    if (!Object.hasOwn(own, name.trim())) names.add(name.trim().split('.')[0] ?? '');
  collectReferences(own, names);
}
