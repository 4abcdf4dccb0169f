import type { Unresolved } from '#template/system/unresolved.ts';

export type { Unresolved };

/**
 * Who can say which events, and who will hear them: computed from templates, so that it agrees with what AWS enforces.
 * `map --json` prints it. Lists are in the order of the templates. A name that the templates do not resolve is written
 * as its reference, such as `${BusName}`, and is listed in `unresolved`.
 */
export interface Graph {
  /** Every event that a producer may say or that a rule names, by literal source and detail-type. */
  readonly events: readonly EventName[];
  /** One for each rule and target. */
  readonly consumers: readonly Consumer[];
  /** One for each function (or state machine, role, …), bus, source and detail-type that its policies let it put. */
  readonly producers: readonly Producer[];
  /** What one says and another hears. */
  readonly edges: readonly Edge[];
  /**
   * Events that are heard though no producer in these templates can say them: events of AWS, of other accounts, of people. `from` is the
   * source's name.
   */
  readonly outside: readonly Edge[];
  /** Ways that events take after a rule's target, such as from a queue to the function that reads it. */
  readonly relays: readonly Relay[];
  readonly cycles: readonly Cycle[];
  readonly buses: readonly Bus[];
  readonly endpoints: readonly GlobalEndpoint[];
  /** Every function, whether it takes part or not. */
  readonly functions: readonly FunctionNode[];
  /** The contracts in the schema registry (`AWS::EventSchemas::Schema`). */
  readonly contracts: readonly Contract[];
  /** The business processes, from the resource metadata `choreography:process`. */
  readonly processes: readonly Process[];
  readonly unresolved: readonly Unresolved[];
}

export interface EventName {
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
}

/** A location: the stack (or the template file, without its ending) and the logical id in it. */
export interface TemplateLocation {
  readonly template: string;
  readonly id: string;
}

export type Kind =
  | ('lambda' | 'sqs' | 'sns' | 'states' | 'kinesis' | 'firehose' | 'logs' | 'bus' | 'api-destination' | 'ecs' | 'pipe')
  | ('codebuild' | 'codepipeline' | 'appsync' | 'batch' | 'api-gateway' | 'glue' | 'redshift' | 'sagemaker' | 'ssm')
  // An action of EC2 that EventBridge calls itself, such as `create-snapshot`.
  | 'built-in'
  | ('role' | 'user' | 'group' | 'account' | 'schedule' | 'other');

/** A node of the map. `participant/job` is its name there: from the metadata `choreography:job`, else `template/id`. */
export interface Participation {
  readonly participant: string;
  readonly job: string;
}

export interface Consumer {
  readonly template: string;
  /** The rule's (or schedule's) logical id. */
  readonly rule: string;
  readonly bus: string;
  /** The event pattern, its intrinsic functions resolved; null for a schedule. */
  readonly pattern: Readonly<Record<string, unknown>> | null;
  /** Such as `rate(1 minute)`; null for a rule that hears events. */
  readonly schedule: string | null;
  readonly enabled: boolean;
  readonly target: Target;
  /** Whether the target is given something else than the whole event. */
  readonly transformed: boolean;
  /** There, and true, if the target is a durable function without a version or alias, as which Lambda refuses to call it. */
  readonly unversioned?: boolean;
  readonly deadLetter: boolean;
  readonly retryPolicy: boolean;
  /** The target's dead-letter queue; the id is its ARN when it is no resource of the templates. */
  readonly deadLetterQueue: (TemplateLocation & { readonly permission: Permission; readonly fifo: boolean }) | null;
  /** Whether EventBridge may deliver to the target. */
  readonly permission: Permission;
}

export interface Target extends Participation {
  readonly kind: Kind;
  /** The target's template; null if the target is not a resource of these templates. */
  readonly template: string | null;
  /** The logical id; the ARN when the target is no resource of these templates. */
  readonly id: string;
}

/**
 * What lets EventBridge reach a target: `granted` by a resource policy, a `role` of the rule; `missing` when the templates
 * hold the target and nothing grants it; `unneeded` for a target that needs none; `unknown` when the target is not in the templates.
 */
export interface Permission {
  readonly state: 'granted' | 'role' | 'missing' | 'unneeded' | 'unknown';
  /** The location of the grant; null if there is none. */
  readonly by: TemplateLocation | null;
  /** When one would grant it, but another takes its place: a queue or topic has one policy, and the one made last is it. */
  readonly replaced?: { readonly policy: TemplateLocation; readonly by: TemplateLocation };
}

export interface Producer extends Participation {
  readonly template: string;
  /** The logical id of the function, state machine, role, … */
  readonly id: string;
  readonly kind: Kind;
  readonly bus: string;
  /** The literal source, or a pattern of it such as `library.*`; `*` when no policy narrows it. */
  readonly source: string;
  readonly detailType: string;
  /** The resource that holds the statement: the policy or the role. */
  readonly policy: TemplateLocation | null;
}

export interface Edge {
  /** `participant/job`. */
  readonly from: string;
  /** `source detail-type`. */
  readonly event: string;
  /** `participant/job`. */
  readonly to: string;
  readonly source: string;
  readonly detailType: string;
  /** The bus that it is said on. */
  readonly bus: string;
  /** The rule that hears it. */
  readonly template: string;
  readonly rule: string;
  /** What the rule asks of the event beyond source and detail-type, such as `{ "detail": { … } }`; null when nothing. */
  readonly condition: unknown;
  /** Rules that carried it from bus to bus before, in order. */
  readonly via: readonly TemplateLocation[];
  /** False when the rule, or one before it, is disabled. */
  readonly enabled: boolean;
}

export interface Relay {
  /** `participant/job`. */
  readonly from: string;
  readonly to: string;
  /** What carries it: the event source mapping or the subscription. */
  readonly by: TemplateLocation;
  /** Of a topic's queue or function, whether the topic may deliver to it. */
  readonly permission?: Permission;
}

export interface Cycle {
  /** `event`: it can run for ever. `participant`: two depend on each other, though no event runs in a circle. */
  readonly level: 'event' | 'participant';
  /**
   * At event level jobs and events in turn, the first job again at the end: `a/x`, `library.a Asked`, `b/y`, …, `a/x`.
   * At participant level participants, the first again at the end.
   */
  readonly path: readonly string[];
  /** Whether `choreography.json` allows it by name; the graph alone does not know, and says false. */
  readonly allowed: boolean;
}

export interface Bus {
  readonly name: string;
  /** Null when no template makes it. */
  readonly template: string | null;
  readonly id: string | null;
}

/** A global endpoint of EventBridge: one door to two buses of two regions. */
export interface GlobalEndpoint extends TemplateLocation {
  readonly name: string;
  /** The names of its buses, as `buses` has them. */
  readonly buses: readonly string[];
  /** Whether each bus gets what is put on the other. */
  readonly replicates: boolean;
  /** `participant/job` of the functions whose environment has its id or URL. */
  readonly namedBy: readonly string[];
}

export interface FunctionNode extends Participation, TemplateLocation {
  /** The function's name; its reference when the template gives none. */
  readonly name: string;
  /** What the metadata `choreography:job` declares; null without it. */
  readonly declared: {
    readonly emits: readonly { readonly source: string; readonly type: string; readonly version?: number }[];
    /** JSON Schema (draft 4) of the data that it accepts. */
    readonly accepts: unknown;
    /** The business key that it acts once for, such as `loan.id`; null when it may act several times. */
    readonly oncePer: string | null;
  } | null;
}

export interface Contract extends TemplateLocation {
  readonly registry: string;
  readonly source: string;
  readonly detailType: string;
  /** The schema of the whole event, as published. */
  readonly schema: unknown;
}

interface EventReference {
  readonly source: string;
  readonly type: string;
}

export interface Process extends TemplateLocation {
  readonly name: string;
  /** What one run of it is called, such as `loan`; absent from templates of other makers. */
  readonly instance?: string;
  /** The path of its key in the data of its events; absent from templates of other makers. */
  readonly key?: string;
  /** Where events carry the key elsewhere, by their type. */
  readonly keys?: Readonly<Record<string, string>>;
  readonly starts: EventReference;
  readonly steps: Readonly<
    Record<
      string,
      {
        readonly done: readonly EventReference[];
        readonly failed?: readonly EventReference[];
        /** Such as `30 minutes`, or `4 business hours`; absent from an optional step. */
        readonly within?: string;
        /** The step from whose end the deadline is counted. */
        readonly after?: string;
        readonly when?: { readonly step: string; readonly is: 'done' | 'failed' };
        readonly optional?: boolean;
      }
    >
  >;
  /** The events that end an instance early. */
  readonly ends?: readonly EventReference[];
}
