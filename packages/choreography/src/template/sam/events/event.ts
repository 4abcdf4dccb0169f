import type { Resources, SamResource } from '#template/sam/resources.ts';

/** Whom an event comes to. */
export interface EventTarget {
  readonly id: string;
  /** A reference to its ARN. */
  readonly arn: unknown;
  readonly kind: 'lambda' | 'states';
}

/** One entry of `Events`. */
export interface SamEvent {
  readonly sam: SamResource;
  readonly target: EventTarget;
  /** What the resources made of it are called, or begin with: the target's id and the event's. */
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: an event's properties have a shape for each type
  readonly properties: Readonly<Record<string, any>>;
}

/** What SAM makes of one event. */
export type EventType = (event: SamEvent) => Resources;
