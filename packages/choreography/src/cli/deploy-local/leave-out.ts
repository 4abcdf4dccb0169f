import { InputError } from '#template/input-error.ts';
import type { Template, TemplateResource } from '#template/template.ts';
import type { Refused } from './find-engine.ts';

/**
 * A template without what an engine refuses, and the names of what was left out. Throws an InputError when something that
 * stays refers to it: then it cannot be left out.
 */
export function leaveOut(template: Template, refuses: readonly Refused[]): { template: Template; leftOut: string[] } {
  const leftOut: string[] = [];
  const outIds = new Set<string>();
  for (const [id, { Type, Properties = {} }] of Object.entries(template.Resources)) {
    const isRefused = ({ type, having, property }: Refused) =>
      property === undefined && type.test(Type) && (having === undefined || Object.hasOwn(Properties, having));
    if (!refuses.some(isRefused)) continue;
    outIds.add(id);
    leftOut.push(`${Type} ${id}`);
  }
  const kept = Object.entries(template.Resources).filter(([id]) => !outIds.has(id));
  const Resources = Object.fromEntries(
    kept.map(([id, resource]) => [id, withoutDependencies(withoutProperties(id, resource, refuses, leftOut), outIds)]),
  );
  const rest = { ...template, Resources };
  for (const id of outIds) {
    if (refersTo(rest, id)) {
      throw new InputError(
        `${template.Resources[id]?.Type} ${id} is refused by the engine, and cannot be left out: the rest of its template refers to it.`,
      );
    }
  }
  return { template: rest, leftOut };
}

/** Whether anything refers to a resource: by Ref, by Fn::GetAtt in both of its forms, or within the text of a Fn::Sub. */
function refersTo(node: unknown, id: string): boolean {
  if (Array.isArray(node)) return node.some((item) => refersTo(item, id));
  if (node === null || typeof node !== 'object') return false;
  return Object.entries(node).some(([key, value]) => {
    if (key === 'Ref') return value === id;
    if (key === 'Fn::GetAtt') return (Array.isArray(value) ? value[0] : String(value).split('.')[0]) === id;
    if (key === 'Fn::Sub' && new RegExp(`\\$\\{${id}[.}]`).test(String([value].flat()[0]))) return true;
    return refersTo(value, id);
  });
}

function withoutProperties(
  id: string,
  resource: TemplateResource,
  refuses: readonly Refused[],
  leftOut: string[],
): TemplateResource {
  const out = refuses.flatMap(({ type, property }) =>
    property !== undefined && type.test(resource.Type) ? [property] : [],
  );
  const names = out.filter((property) => Object.hasOwn(resource.Properties ?? {}, property));
  if (names.length === 0) return resource;
  leftOut.push(...names.map((property) => `${resource.Type}.${property} of ${id}`));
  const kept = Object.entries(resource.Properties ?? {}).filter(([property]) => !names.includes(property));
  return { ...resource, Properties: Object.fromEntries(kept) };
}

function withoutDependencies(resource: TemplateResource, outIds: ReadonlySet<string>): TemplateResource {
  if (resource.DependsOn === undefined) return resource;
  const { DependsOn, ...rest } = resource;
  const kept = [DependsOn].flat().filter((id) => !outIds.has(id as string)) as string[];
  return kept.length > 0 ? { ...rest, DependsOn: kept } : rest;
}
