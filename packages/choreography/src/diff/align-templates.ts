import type { NamedTemplate } from '#template/template.ts';

/** How much two templates must have in common to be versions of one, from 0 to 1. */
const MIN_LIKENESS = 0.4;

/**
 * Gives each old template the name of the new one that it is an earlier version of. A template without a stack's name goes by its
 * file or folder, and its jobs with it, so one that was moved or copied would be a stranger to itself. Templates of one name are one;
 * of the others those are paired that have most in common: resources of the same logical id and type.
 */
export function alignTemplates(before: readonly NamedTemplate[], now: readonly NamedTemplate[]): NamedTemplate[] {
  const [oldNames, newNames] = [before, now].map((templates) => new Set(templates.map(({ name }) => name)));
  const old = before.filter(({ name }) => !newNames?.has(name)).map(withResources);
  const current = now.filter(({ name }) => !oldNames?.has(name)).map(withResources);
  const pairs = old
    .flatMap((a) => current.map((b) => ({ from: a.name, to: b.name, likeness: likeness(a.resources, b.resources) })))
    .filter((pair) => pair.likeness >= MIN_LIKENESS)
    .sort((a, b) => b.likeness - a.likeness);
  const renamed = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to } of pairs) {
    if (renamed.has(from) || taken.has(to)) continue;
    renamed.set(from, to);
    taken.add(to);
  }
  const nameBefore = (name: string): string => renamed.get(name) ?? name;
  return before.map((template) => ({
    ...template,
    name: nameBefore(template.name),
    ...(template.nestedIn && {
      nestedIn: { ...template.nestedIn, template: nameBefore(template.nestedIn.template) },
    }),
  }));
}

const withResources = ({ name, template }: NamedTemplate) => ({
  name,
  resources: new Set(Object.entries(template.Resources).map(([id, { Type }]) => `${id} ${Type}`)),
});

/** The share of the smaller one that is in both: what was added or removed makes two versions no strangers. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((resource) => b.has(resource)).length;
  return common / Math.max(1, Math.min(a.size, b.size));
}
