import type { ApiDestinations } from '#local/api-destinations/api-destinations.ts';
import type { Apis } from '#local/api-gateway/apis.ts';
import type { Broker } from '#local/events/broker.ts';
import type { Pipes } from '#local/events/pipes/pipes.ts';
import type { Scheduler } from '#local/events/scheduler/scheduler.ts';
import type { Iam } from '#local/iam/iam.ts';
import type { MakeFunction } from '#local/lambda/api/action.ts';
import type { EventSourceMappings } from '#local/lambda/event-source/event-source-mappings.ts';
import type { FunctionUrlConfig } from '#local/lambda/function-url/function-url-config.ts';
import type { Functions } from '#local/lambda/functions.ts';
import type { Logs } from '#local/logs/logs.ts';
import type { Beside } from '#local/resources/beside/beside.ts';
import type { CustomResources } from '#local/resources/custom/custom-resources.ts';
import type { Waiting } from '#local/resources/custom/waiting-of.ts';
import type { Clock } from '#local/runtime/clock.ts';
import type { Secrets } from '#local/secrets/secrets.ts';
import type { Sns } from '#local/sns/start-sns.ts';
import type { Parameters } from '#local/ssm/parameters.ts';

/** The services in which resources are made. */
export interface Services {
  readonly endpoint: string;
  readonly broker: Broker;
  readonly apiDestinations: ApiDestinations;
  readonly scheduler: Pick<Scheduler, 'put' | 'remove' | 'schedules'>;
  readonly functions: Functions;
  readonly makeFunction: MakeFunction;
  readonly mappings: EventSourceMappings;
  readonly clock: Pick<Clock, 'now'>;
  readonly iam: Iam;
  readonly logs: Logs;
  /** Folders of layers, by the ARNs of their versions. */
  readonly layers: Map<string, string>;
  readonly sns: Sns;
  /** Loaded when a template has a pipe. */
  pipes(): Promise<Pick<Pipes, 'put' | 'remove'>>;
  /** Loaded when a template has an API. */
  apis(): Promise<Pick<Apis, 'putApi' | 'removeApi' | 'putPart' | 'removePart'>>;
  /** Makes custom resources by their functions; undefined where none are made. */
  readonly customResources?: CustomResources | undefined;
  /** Is called when all is made but what waits for custom resources. */
  beforeCustomResources?(waiting: readonly Waiting[]): void;
  /** The engine beside this runtime; loaded when a resource is made there. */
  beside(): Promise<Pick<Beside, 'make' | 'remove'>>;
  readonly parameters: Parameters;
  readonly secrets: Secrets;
  /** By function name. */
  readonly functionUrls: Map<string, FunctionUrlConfig>;
  createTable(input: object): Promise<void>;
  createQueue(name: string, attributes: Record<string, string>): Promise<unknown>;
  /** Sets a queue's resource policy, JSON text. */
  setQueuePolicy(queueUrl: string, policy: string): Promise<void>;
}

/** A resource of a template, its intrinsic functions evaluated. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Where the runtime listens: the addresses of queues and functions begin so. */
  readonly endpoint: string;
  /** The file of the template. */
  readonly file?: string | undefined;
  /** The file or folder of an asset of the stack, by its S3 object key. */
  asset(objectKey: string): string | undefined;
}

/** What `Ref` and `Fn::GetAtt` of a resource give. */
export interface Identity {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Something that the runtime cannot do, and why. */
export interface Incapacity {
  /** Such as `Targets.1`. */
  readonly property?: string;
  readonly why: string;
}

/** How the runtime honours one CloudFormation resource type. */
export interface ResourceType {
  /** Paths of the properties that it honours, with `*` for the items of a list; all below a path is honoured. */
  readonly honours: readonly string[];
  /** Paths of the properties that mean nothing on a laptop, and why. */
  readonly withoutEffect?: Readonly<Record<string, string>>;
  /** Why nothing of it runs here, whatever its properties: it is neither refused nor made. */
  readonly idle?: string;
  /**
   * What of a resource cannot be honoured for its values: the path of the property, or none for the whole resource. `refsOf` gives the
   * `Ref`s of all resources of a type; `allowedHosts` are the other machines that may be sent to.
   */
  cannot?(
    resource: Resource,
    refsOf: (type: string) => readonly string[],
    allowedHosts: readonly string[],
  ): readonly Incapacity[];
  /** What the resource is called, known before it is made. */
  identify(resource: Resource): Identity;
  create?(resource: Resource, identity: Identity, services: Services): void | Promise<void>;
  /** Whether making it again takes the place of what is there: so it may change while the runtime runs. */
  readonly replaces?: boolean;
  /** Whether it adds to what others say, as a policy does: all such are made anew, at once, when one changes. */
  readonly addsUp?: boolean;
  remove?(resource: Resource, identity: Identity, services: Services): void;
}

/** The physical name of a resource: its own, or one made from stack and logical id as CloudFormation does. */
export function physicalName(resource: Pick<Resource, 'stack' | 'logicalId' | 'properties'>, property: string): string {
  const name = resource.properties[property];
  return typeof name === 'string' ? name : `${resource.stack}-${resource.logicalId}`.slice(0, 64);
}
