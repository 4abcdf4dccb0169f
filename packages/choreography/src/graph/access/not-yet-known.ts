import type { TemplateLocation, Unresolved } from '#graph/graph.ts';

/** Whether the policy is a text that is not yet known in a Terraform plan. */
export const isNotYetKnown = ({ template, id }: TemplateLocation, unresolved: readonly Unresolved[]): boolean =>
  unresolved.some(
    (each) =>
      each.template === template &&
      each.id === id &&
      each.reference.startsWith(`\${${id}.`) &&
      each.reference.endsWith('policy}'),
  );
