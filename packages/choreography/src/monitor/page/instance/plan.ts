import type { Graph } from '#graph/graph.ts';
import type { InstanceView, ProcessView, StepState, StepView } from '#monitor/api-types.ts';

/** One step as the process has it, with what became of it for this instance. */
export interface PlannedStep {
  readonly name: string;
  /** `later`: it may become due; `unneeded`: it will not, since the step before it ended otherwise. */
  readonly look: StepState | 'later' | 'unneeded';
  readonly step: StepView | undefined;
  readonly within: string | null;
  /** The step from whose end the deadline is counted; null for the usual one. */
  readonly after: string | null;
  /** The instance completes without it. */
  readonly optional: boolean;
  /** The other steps of which one is enough. */
  readonly insteadOf: readonly string[];
  /** The events that would say it is done. */
  readonly says: readonly string[];
  /** `participant/job` of everyone who may say so. */
  readonly by: readonly string[];
  /** The types of the events that make them do it. */
  readonly hears: readonly string[];
  /** How the step before it must end; null when it begins with the instance. */
  readonly when: 'done' | 'failed' | null;
  /** The step before it. */
  readonly before: string | null;
  readonly next: readonly PlannedStep[];
}

/** The process of an instance as a tree: what begins with the instance, and after each step what follows from its end. */
export function planOf(view: InstanceView, { steps }: ProcessView, graph: Graph | undefined): PlannedStep[] {
  const following = (before: string | undefined): PlannedStep[] =>
    Object.entries(steps)
      .filter(([, { when }]) => when?.step === before)
      .map(([name, { done, within = null, after = null, when, optional = false, oneOf }]) => {
        const step = view.steps.find((each) => each.name === name);
        const by = (graph?.producers ?? [])
          .filter(({ source, detailType }) =>
            done.some((event) => event.source === source && event.type === detailType),
          )
          .map(({ participant, job }) => `${participant}/${job}`);
        return {
          name,
          look:
            step?.state ??
            (view.state === 'ended' || isReplaced(view, steps, oneOf) || ended(view, before) ? 'unneeded' : 'later'),
          step,
          within,
          after,
          optional,
          insteadOf: namesOf(steps, oneOf).filter((other) => other !== name),
          says: done.map(({ type }) => type),
          by: [...new Set(by)],
          hears: (graph?.edges ?? []).filter(({ to }) => by.includes(to)).map(({ detailType }) => detailType),
          when: when?.is ?? null,
          before: before ?? null,
          next: following(name),
        };
      });
  return following(undefined);
}

/** The names of the steps of which one is enough. */
const namesOf = (steps: ProcessView['steps'], oneOf: string | undefined): string[] =>
  Object.entries(steps).flatMap(([name, step]) => (oneOf !== undefined && step.oneOf === oneOf ? [name] : []));

const isReplaced = ({ steps: done }: InstanceView, steps: ProcessView['steps'], oneOf: string | undefined): boolean =>
  done.some(({ name, state }) => state === 'done' && namesOf(steps, oneOf).includes(name));

const ended = ({ steps }: InstanceView, name: string | undefined): boolean =>
  ['done', 'failed'].includes(steps.find((step) => step.name === name)?.state ?? '');

/** All steps of a plan, each before what follows it. */
export const allSteps = (plan: readonly PlannedStep[]): PlannedStep[] =>
  plan.flatMap((step) => [step, ...allSteps(step.next)]);
