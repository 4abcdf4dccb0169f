import type { Resources, SamResource } from '#template/sam/resources.ts';

/** Whom an event comes to: a function, the alias that it publishes, or a state machine. */
export interface EventTarget {
  /** The logical id of the SAM resource, with which the ids of all that is made of its events begin. */
  readonly id: string;
  /** A reference to its ARN. */
  readonly arn: unknown;
  /** What `AWS::Lambda::Permission` and event source mappings call the function. */
  readonly functionName: { readonly Ref: string };
  readonly kind: 'lambda' | 'states';
}

/** One entry of `Events`. */
export interface SamEvent {
  readonly sam: SamResource;
  readonly target: EventTarget;
  readonly type: string;
  /** Its name in `Events`. */
  readonly name: string;
  /** What the resources made of it are called, or begin with: the target's id and the event's. */
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: an event's properties have a shape for each type
  readonly properties: Readonly<Record<string, any>>;
}

/** What SAM makes of one event, and what the function's role needs for it. */
export interface MadeOfEvent {
  readonly resources: Resources;
  /** Names of AWS's managed policies. */
  readonly managed?: readonly string[];
  /** Policies as `AWS::IAM::Role` has them. */
  readonly policies?: readonly object[];
}

export type EventType = (event: SamEvent) => MadeOfEvent;

/** The event as a refusal names it. */
export const eventName = ({ sam, name }: Pick<SamEvent, 'sam' | 'name'>): string => `${sam.id}, event ${name}`;
