import { functionName } from '#local/lambda/functions.ts';
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
  const stacks = system.all().map((evaluation) => ({
    evaluation,
    waiting: Object.keys(evaluation.stack.template.Resources).filter(
      (id) => evaluation.makes(id) && !evaluation.isLeftOut(id) && isWaiting(evaluation, id),
    ),
  }));
  // The function may be of another stack.
  const refs = new Set(stacks.flatMap(({ evaluation, waiting }) => waiting.map((id) => evaluation.identity(id).ref)));
  return stacks.flatMap(({ evaluation, waiting }) => {
    const { Resources } = evaluation.stack.template;
    return waiting.map((id) => {
      const resource = evaluation.resource(id);
      const needed = neededBy(evaluation, id);
      const isReady =
        evaluation.runsAsCustom(id) &&
        !isNotYetKnown(resource.properties) &&
        !refs.has(functionName(String(resource.properties.ServiceToken))) &&
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
