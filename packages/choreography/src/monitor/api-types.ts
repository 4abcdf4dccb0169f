/**
 * What the monitor's API answers: the types that the page, `trace` and the functions share. All times are ISO 8601 in UTC;
 * personal data is masked everywhere. Wherever a `cursor` is answered, giving it back continues the list; null ends it.
 */

/** What a process is called by those who talk about it. */
export interface Words {
  /** One instance, such as `loan`, and several. */
  readonly one: string;
  readonly many: string;
  /** The word for whom an instance runs, such as `Member`; null if the process declares no party. */
  readonly party: string | null;
}

/** `GET /processes`: the business processes that the monitor follows. */
export interface ProcessesAnswer {
  readonly processes: readonly ProcessView[];
}

/** A declared process. */
export interface ProcessView {
  readonly name: string;
  readonly words: Words;
  readonly starts: EventName;
  readonly steps: Readonly<Record<string, StepDeclaration>>;
  /** Events that end an instance early. */
  readonly ends?: readonly EventName[];
  /** The types of the monitor's own events of it. */
  readonly completed: string;
  readonly overdue: string;
}

/** Which event: its source and its detail-type. */
export interface EventName {
  readonly source: string;
  readonly type: string;
}

/** A step as its process declares it, with event names in place of contracts. */
export interface StepDeclaration {
  readonly done: readonly EventName[];
  readonly failed?: readonly EventName[];
  /** Such as `30 minutes`, or `4 business hours`. */
  readonly within?: string;
  readonly after?: string;
  readonly when?: { readonly step: string; readonly is: 'done' | 'failed' };
  readonly times?: number;
  readonly forEach?: string;
  readonly optional?: boolean;
  readonly oneOf?: string;
}

/**
 * `overdue`: a step is past its deadline; `failed`: a step failed, or its job set the event aside, and no step is overdue; `ended`:
 * an event ended it early, and no step is awaited any more.
 */
export type InstanceState = 'open' | 'completed' | 'failed' | 'overdue' | 'ended';

/** `failed` also when the step's job set its event aside: a redrive may still do it. */
export type StepState = 'done' | 'failed' | 'waiting' | 'overdue';

/** A step that should have happened by now, and who should have done it. */
export interface MissingStep {
  readonly step: string;
  readonly participant: string;
  /** Its job set its event aside: it is to be redriven. */
  readonly setAside: boolean;
}

/** One instance in a list. */
export interface InstanceSummary {
  /** The process that it is an instance of. */
  readonly process: string;
  readonly key: string;
  /** Null until an event names it. */
  readonly party: string | null;
  readonly state: InstanceState;
  /** Null while the event that starts the process was not heard. */
  readonly startedAt: string | null;
  readonly updatedAt: string;
  /** The earliest deadline of a step that is still to be done; null when there is none. */
  readonly deadline: string | null;
  /** The steps that are due for this instance, in the order of the process. */
  readonly steps: readonly Pick<StepView, 'name' | 'state' | 'late' | 'optional'>[];
  /** The steps that are overdue, or whose job set their event aside. */
  readonly missing: readonly MissingStep[];
  /** How many events of the instance are in dead-letter queues. */
  readonly failures: number;
}

/** `GET /processes/{p}/instances?state=&party=&from=&to=&limit=&cursor=`: latest start first; `from` and `to` bound the start. */
export interface InstancesAnswer {
  readonly instances: readonly InstanceSummary[];
  readonly cursor: string | null;
}

/** `GET /instances?key=KEY`: the instances of that key, of every process that has one. */
export interface FoundAnswer {
  readonly instances: readonly InstanceSummary[];
}

/**
 * `GET /changes?since=CURSOR`: the instances of every process that changed since. Without `since` only a cursor to begin with. An instance may
 * come twice: the later answer counts.
 */
export interface ChangesAnswer {
  readonly instances: readonly InstanceSummary[];
  /** How many others changed, at least: above zero `instances` is a sample, of the latest. */
  readonly more: number;
  readonly cursor: string;
  /** True if `since` is too old: the client must reload its lists. */
  readonly reset: boolean;
}

/** A step of one instance: its state, who owes it, and the event that ended it. */
export interface StepView {
  readonly name: string;
  readonly state: StepState;
  /** Who does it. */
  readonly participant: string;
  /** The type of the event that ended it; null while none did. */
  readonly event: string | null;
  readonly at: string | null;
  /** How long it may take, such as `30 minutes`; null of an optional step that has no deadline. */
  readonly within: string | null;
  /** When it is late; null while its start is unknown. */
  readonly deadline: string | null;
  /** It was done, but after its deadline. */
  readonly late: boolean;
  /** Of a step that repeats: how often it was done, and how often it has to be; null while the start is unknown. */
  readonly count?: number;
  readonly of?: number | null;
  /** The instance completes without it. */
  readonly optional?: true;
  /** Of the steps that share this name one is enough. */
  readonly oneOf?: string;
}

/** One event as the monitor keeps it: who said what, when and why. */
export interface RecordedEvent {
  readonly eventId: string;
  readonly source: string;
  readonly type: string;
  /** When it happened, or, of a producer that does not say, when EventBridge took it. */
  readonly at: string;
  readonly causationId: string | null;
  readonly participant: string;
  /** Null for a producer outside the project. */
  readonly job: string | null;
  readonly data: unknown;
}

/** An event in a job's dead-letter queue. */
export interface Failure {
  /** Its message's id in that queue. */
  readonly messageId: string;
  readonly participant: string;
  readonly job: string;
  /** The step that the job would have done; null when it does none. */
  readonly step: string | null;
  readonly eventId: string;
  /** The event's type. */
  readonly type: string;
  readonly error: string;
  /** How often it was tried; null if the queue does not say. */
  readonly attempts: number | null;
  /** When it was set aside. */
  readonly at: string;
}

/** `GET /processes/{p}/instances/{key}?cursor=`: all that happened to one instance, and what should have. Only the events are paged. */
export interface InstanceView {
  readonly process: string;
  readonly words: Words;
  readonly key: string;
  readonly party: string | null;
  readonly state: InstanceState;
  readonly startedAt: string | null;
  readonly deadline: string | null;
  readonly steps: readonly StepView[];
  readonly missing: readonly MissingStep[];
  /** Oldest first. */
  readonly events: readonly RecordedEvent[];
  readonly failures: readonly Failure[];
  /** For the events after these. */
  readonly cursor: string | null;
}

/** What was heard of one job. */
export interface JobHealth {
  readonly job: string;
  /** False for a job that says no event: it is not heard, and nothing is known of what it handled. */
  readonly speaks: boolean;
  /** The events that it said. */
  readonly handled: number;
  /** The events that it ever set aside. */
  readonly failed: number;
  /** The events in its dead-letter queue now. */
  readonly deadLetters: number;
  /** Milliseconds from an event to what the job said about it, to within a tenth; null while unknown. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly lastSeen: string | null;
}

/** `GET /participants` */
export interface ParticipantsAnswer {
  readonly participants: readonly { readonly participant: string; readonly jobs: readonly JobHealth[] }[];
}

/** `GET /map`: the choreography drawn from the deployed templates, and how often each event was heard. */
export interface MapAnswer<Graph = unknown> {
  /** As `choreography map --json` prints it. */
  readonly map: Graph;
  /** By `SOURCE TYPE`, such as `library.lending BookLent`. */
  readonly counts: Readonly<Record<string, number>>;
}

/** An event with the key of the instance that it belongs to, if any. */
export interface UnmatchedEvent extends RecordedEvent {
  readonly key: string | null;
}

/** `GET /unmatched?limit=&cursor=`: events that no rule but the monitor's own matched, latest first. */
export interface UnmatchedAnswer {
  readonly events: readonly UnmatchedEvent[];
  readonly cursor: string | null;
}

/** A poison event as its dead-letter queue holds it, masked. */
export interface PoisonEvent extends Failure {
  readonly source: string;
  readonly data: unknown;
}

/** `GET /poison?limit=&cursor=`: events in dead-letter queues that belong to no instance, latest first. */
export interface PoisonAnswer {
  readonly events: readonly PoisonEvent[];
  readonly cursor: string | null;
}

/** 400: a parameter that cannot be used. 404 and 405 have `error` alone. */
export interface ErrorAnswer {
  /** A sentence for the caller. */
  readonly error: string;
  /** The parameter's name. */
  readonly field?: string;
}

/** An event unmasked: its data as it was said, or a sentence if it was too large to be kept. */
export interface ClearEvent {
  readonly eventId: string;
  readonly data: unknown;
}

/** What the monitor's job `reveal` answers: the events of one instance that it still has unmasked, oldest first. */
export interface RevealAnswer {
  readonly key: string;
  readonly events: readonly ClearEvent[];
  /** Where the next page begins; null on the last. */
  readonly cursor: string | null;
}
