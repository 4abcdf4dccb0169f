import type { Broker } from '#local/events/broker.ts';

/** Answers one action of EventBridge's API: its checked parameters in, what the service answers out. */
export type Action<Input> = (input: Input, broker: Broker) => object;

// biome-ignore lint/suspicious/noExplicitAny: the parameters of an action are checked by its shape, not by the compiler
export type Actions = Readonly<Record<string, Action<any>>>;

/** A time as the JSON protocol has it: seconds since 1970. */
export const seconds = (milliseconds: number): number => milliseconds / 1000;
