import type { EventContract, EventData } from '#contracts/define-event.ts';
import type { SentEmail } from './world/mailbox.ts';
import type { PutEvent } from './world/world.ts';

/** What happens to the system from outside. */
export interface Stimulus {
  /** What stands at the head of all labels that follow from it, such as `loan1`. */
  readonly label: string;
  /** When, in milliseconds after the world begins. */
  readonly at: number;
  readonly data: unknown;
  /** An event that is put on the bus, or a function whose URL is called; the end of its name is enough. */
  readonly by: { readonly source: string; readonly type: string } | { readonly function: string };
}

/** An event of a contract, said from outside. */
export const stimulus = <Contract extends EventContract>(
  label: string,
  at: number,
  { source, type }: Contract,
  data: EventData<Contract>,
): Stimulus => ({ label, at, data, by: { source, type } });

/**
 * A call of a function's URL from outside (`POST /`, data as JSON). Whoever calls tries again until it is answered, as a person does:
 * after seconds, then minutes.
 */
export const request = (label: string, at: number, functionName: string, data: unknown): Stimulus => ({
  ...{ label, at, data },
  by: { function: functionName },
});

/** Draws for stimuli: the same for the same seed and question, whatever else is drawn. */
export interface Draw {
  /** From 0 up to 1. */
  number(question: string): number;
  /** A whole number, both ends included. */
  integer(question: string, least: number, most: number): number;
  one<Value>(question: string, values: readonly Value[]): Value;
}

/** What an invariant sees. */
export interface WorldView {
  /** The items of a table; the name may be the end of the table's name. */
  table(name: string): readonly Readonly<Record<string, unknown>>[];
  /** The bodies of the messages in a queue, by the queue's name or its end. */
  queue(name: string): readonly string[];
  readonly tables: readonly string[];
  readonly queues: readonly string[];
  /** Whether an event with that key waits in a queue, such as a dead-letter queue; without a key, whether any does. */
  isSetAside(key?: string): boolean;
  /** What was put on buses, in order. */
  readonly events: readonly PutEvent[];
  readonly emails: readonly SentEmail[];
  readonly stimuli: readonly Stimulus[];
}

/** Says what is wrong, and with which instance; nothing if all is well. */
export type Invariant = (world: WorldView) => readonly Wrong[] | undefined;
export interface Wrong {
  readonly instance?: string;
  readonly what: string;
}

/** What is simulated of a project, and what must hold. */
export interface Simulation {
  /** The bus that stimuli are put on. */
  readonly bus: string;
  stimuli(draw: Draw, instances: number): readonly Stimulus[];
  /** What must hold after every change of a table, by a sentence. */
  readonly always?: Readonly<Record<string, Invariant>>;
  /** What must hold when all is done. */
  readonly finally?: Readonly<Record<string, Invariant>>;
}

/** Declares a project's simulation: the default export of `simulation.ts`, beside `cdk.json`. */
export const defineSimulation = (simulation: Simulation): Simulation => simulation;
