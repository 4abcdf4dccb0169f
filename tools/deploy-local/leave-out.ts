import type { Template, TemplateResource } from '../template/template.ts';
import type { Refused } from './find-engine.ts';

/**
 * A template without what an engine refuses, and the names of what was left out. Throws when another resource refers to
 * one of them: then it cannot be left out.
 */
export function leaveOut(template: Template, refuses: readonly Refused[]): { template: Template; leftOut: string[] } {
  const leftOut: string[] = [];
  const outIds = new Set<string>();
  for (const [id, { Type }] of Object.entries(template.Resources)) {
    if (!refuses.some(({ type, property }) => property === undefined && type.test(Type))) continue;
    outIds.add(id);
    leftOut.push(`${Type} ${id}`);
  }
  const kept = Object.entries(template.Resources).filter(([id]) => !outIds.has(id));
  const Resources = Object.fromEntries(
    kept.map(([id, resource]) => [id, withoutDependencies(withoutProperties(id, resource, refuses, leftOut), outIds)]),
  );
  for (const id of outIds) {
    if (new RegExp(`"Ref":"${id}"|"Fn::GetAtt":\\["${id}"`).test(JSON.stringify(Resources))) {
      throw new Error(`${id} cannot be left out: another resource refers to it.`);
    }
  }
  return { template: { ...template, Resources }, leftOut };
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
