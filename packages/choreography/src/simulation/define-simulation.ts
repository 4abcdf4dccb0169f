import type { EventContract, EventData } from '#contracts/define-event.ts';
import type { SentEmail } from './world/mailbox.ts';
import type { PutEvent } from './world/put-event.ts';

/** One thing that happens to the system from outside: an event, or a call of a function's URL. */
export interface Stimulus {
  /** The first part of the labels of all that follows from it, such as `loan1`. */
  readonly label: string;
  /** When it happens, in milliseconds after the world begins. */
  readonly at: number;
  /** The event's data, or the body of the call. */
  readonly data: unknown;
  /** The event that is put on the bus, or the function whose URL is called, by its name or the end of it. */
  readonly by: { readonly source: string; readonly type: string } | { readonly function: string };
}

/** Makes a stimulus that puts an event of a contract on the bus. */
export const stimulus = <Contract extends EventContract>(
  label: string,
  at: number,
  { source, type }: Contract,
  data: EventData<Contract>,
): Stimulus => ({ label, at, data, by: { source, type } });

/**
 * Makes a stimulus that calls a function's URL (`POST /`, data as JSON). The caller retries on 429 and 5xx as a person would: after
 * seconds, then minutes.
 */
export const request = (label: string, at: number, functionName: string, data: unknown): Stimulus => ({
  ...{ label, at, data },
  by: { function: functionName },
});

/** Random values for stimuli: the same for the same seed and question, whatever else is drawn. */
export interface Draw {
  /** A number from 0 up to, but not including, 1. */
  number(question: string): number;
  /** A whole number, both ends included. */
  integer(question: string, least: number, most: number): number;
  /** One of the values. */
  one<Value>(question: string, values: readonly Value[]): Value;
  /** A value of an arbitrary of fast-check, such as `dataOf(CONTRACT)` of `choreography/testing`. */
  any<Value>(question: string, arbitrary: Drawable<Value>): Value;
}

/** The part of an arbitrary of fast-check that makes a value. */
export interface Drawable<Value> {
  generate(random: never, bias: undefined): { readonly value: Value };
}

/** A world as an invariant sees it: its state at one time. */
export interface WorldView {
  /** The items of a table, by its name or the end of it. Throws an InputError if there is no such table. */
  table(name: string): readonly Readonly<Record<string, unknown>>[];
  /** The bodies of the messages in a queue, by its name or the end of it. Throws an InputError if there is no such queue. */
  queue(name: string): readonly string[];
  /** The names of all tables. */
  readonly tables: readonly string[];
  /** The names of all queues. */
  readonly queues: readonly string[];
  /** Whether a message that contains the key is in any queue, such as a dead-letter queue; without a key, whether any message is. */
  isSetAside(key?: string): boolean;
  /** Whether the call of a stimulus failed, and was not tried again: it may have been done or not. */
  isGivenUp(label: string): boolean;
  /** The events that were put on buses, in order. */
  readonly events: readonly PutEvent[];
  readonly emails: readonly SentEmail[];
  /** The lines that functions wrote, in order. */
  readonly logs: readonly { readonly function: string; readonly line: string }[];
  readonly stimuli: readonly Stimulus[];
}

/** Returns what is wrong in a world; nothing, or an empty list, if it holds. It must not be async. */
export type Invariant = (world: WorldView) => readonly Wrong[] | undefined;

/** One thing that is wrong. */
export interface Wrong {
  /** The label of its stimulus, or its correlation id: selects the events that are shown. */
  readonly instance?: string;
  /** A sentence without its full stop. */
  readonly what: string;
}

/** A project's simulation: its stimuli, and its invariants. */
export interface Simulation {
  /** The bus that stimuli are put on. */
  readonly bus: string;
  /** The stimuli of a world with that many instances. */
  stimuli(draw: Draw, instances: number): readonly Stimulus[];
  /** Whether jobs may refuse what is put or follows from it. @default false, so that each refusal violates something */
  readonly mayRefuse?: boolean;
  /** Invariants that must hold after every change of a table, each named by a sentence. */
  readonly always?: Readonly<Record<string, Invariant>>;
  /** Invariants that must hold when the world has come to rest, each named by a sentence. */
  readonly finally?: Readonly<Record<string, Invariant>>;
}

/** Declares a project's simulation: the default export of `simulation.ts`, beside `cdk.json`. */
export const defineSimulation = (simulation: Simulation): Simulation => simulation;
