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
    for (const next of [...(Array.isArray(DependsOn) ? DependsOn : [DependsOn]), ...references(Properties)])
      if (Object.hasOwn(Resources, next)) visit(next, [...path, id]);
    done.add(id);
  };
  for (const id of Object.keys(Resources)) visit(id, []);
}

/** The names that a value refers to by `Ref`, `Fn::GetAtt` and `Fn::Sub`. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt') return [String(Array.isArray(inner) ? inner[0] : inner).split('.')[0] ?? ''];
    if (key !== 'Fn::Sub') return references(inner);
    const [text, variables = {}] = Array.isArray(inner) ? inner : [inner];
    const names = [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.trim());
    const own = Object.keys(variables as object);
    return [
      ...names.filter((name) => !own.includes(name)).map((name) => name.split('.')[0] ?? ''),
      ...references(variables),
    ];
  });
}
