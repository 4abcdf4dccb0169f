import { isNotYetKnown } from '#local/resources/not-yet-known.ts';
import type { StackEvaluation } from '#local/resources/stack-evaluation.ts';
import type { SystemEvaluation } from '#local/resources/system-evaluation.ts';
import type { CustomResource } from './custom-resources.ts';

/** A resource that is not made yet: a custom resource, or one that needs the values of one. */
export interface Waiting extends CustomResource {
  /** Whether a function makes it, and nothing that it needs is waiting. */
  readonly isReady: boolean;
}

/** Whether a resource is a custom resource that is still to be made, or needs the values of one. */
export function isWaiting(evaluation: StackEvaluation, id: string): boolean {
  if (evaluation.runsAsCustom(id) && !evaluation.made(id)) return true;
  const { ref, attributes } = evaluation.identity(id);
  return isNotYetKnown([evaluation.resource(id).properties, ref, attributes]);
}

/** All that waits in the stacks of a system. */
export function waitingOf(system: SystemEvaluation): Waiting[] {
  return system.all().flatMap((evaluation) => {
    const { Resources } = evaluation.stack.template;
    const waiting = Object.keys(Resources).filter(
      (id) => evaluation.makes(id) && !evaluation.isLeftOut(id) && isWaiting(evaluation, id),
    );
    return waiting.map((id) => {
      const resource = evaluation.resource(id);
      const needed = neededBy(evaluation, id);
      const isReady =
        evaluation.runsAsCustom(id) &&
        !isNotYetKnown(resource.properties) &&
        !waiting.some((other) => other !== id && needed.has(other));
      return { typeName: Resources[id]?.Type ?? '', resource, isReady };
    });
  });
}

/** What a resource refers to or depends on, and what that does. */
function neededBy(evaluation: StackEvaluation, id: string, known = new Set<string>()): ReadonlySet<string> {
  const DependsOn = evaluation.stack.template.Resources[id]?.DependsOn ?? [];
  for (const next of [...evaluation.usedBy(id), ...[DependsOn].flat()]) {
    if (known.has(next)) continue;
    known.add(next);
    neededBy(evaluation, next, known);
  }
  return known;
}
