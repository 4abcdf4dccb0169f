import type { Graph, TemplateLocation } from '#graph/graph.ts';

/** Something about a choreography that is wrong, or needs a reason. */
export interface Finding {
  readonly kind: Kind;
  /** What it is allowed by in choreography.json: the kind and what it is about, such as `unheard-event library.a Asked`. */
  readonly name: string;
  /** The rule, function, policy or contract that it was found at. */
  readonly at: TemplateLocation;
  /** A sentence each: what was found, why it matters, what to do. */
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

export type Kind =
  | (
      | 'event-cycle'
      | 'participant-cycle'
      | 'unmatched-rule'
      | 'unheard-event'
      | 'refused-pattern'
      | 'impossible-pattern'
      | 'transformed-for-bus'
    )
  | ('fifo-dead-letter-queue' | 'misnamed-endpoint' | 'one-region-permitted' | 'unversioned-durable-function')
  | ('no-dead-letter-queue' | 'no-retry-policy' | 'missing-permission' | 'says-anything' | 'undeclared-event')
  | 'personal-without-end'
  | ('unpermitted-event' | 'contract-misfit' | 'unreachable-step' | 'unknown-ending' | 'two-sources' | 'disabled-rule');

/** Finds one kind of fault. Pure: the graph is all that it knows. */
export type Check = (graph: Graph) => Finding[];

export const finding = (kind: Kind, about: string, rest: Omit<Finding, 'kind' | 'name'>): Finding => ({
  kind,
  name: `${kind} ${about}`,
  ...rest,
});
