import { ApiDestinations } from '#local/api-destinations/api-destinations.ts';
import type { Apis } from '#local/api-gateway/apis.ts';
import { DeployedStacks } from '#local/cloudformation/deployed-stacks.ts';
import type { DynamoDb } from '#local/dynamodb/start-dynamodb.ts';
import type { Broker } from '#local/events/broker.ts';
import type { Brokers } from '#local/events/brokers.ts';
import type { Pipes } from '#local/events/pipes/pipes.ts';
import type { Scheduler } from '#local/events/scheduler/scheduler.ts';
import type { RequestHandler } from '#local/gateway/gateway.ts';
import type { Iam } from '#local/iam/iam.ts';
import type { DurableExecutions } from '#local/lambda/durable/durable-executions.ts';
import type { EventSourceMappings } from '#local/lambda/event-source/event-source-mappings.ts';
import type { FunctionUrlConfig } from '#local/lambda/function-url/function-url-config.ts';
import type { Functions } from '#local/lambda/functions.ts';
import { Logs } from '#local/logs/logs.ts';
import type { Beside } from '#local/resources/beside/beside.ts';
import { CustomRequests } from '#local/resources/custom/custom-requests.ts';
import { CustomResources } from '#local/resources/custom/custom-resources.ts';
import { LeftOutResources } from '#local/resources/left-out.ts';
import { Secrets } from '#local/secrets/secrets.ts';
import type { Sns } from '#local/sns/start-sns.ts';
import { SqsEverywhere } from '#local/sqs/sqs-everywhere.ts';
import { type Sqs, startSqs } from '#local/sqs/start-sqs.ts';
import { Parameters } from '#local/ssm/parameters.ts';
import { NO_JOURNAL } from '#local/state/journal.ts';
import { type AccountRegion, HOME } from './account.ts';
import type { Foundation } from './compose-services.ts';
import type { OnNotice } from './notice.ts';
import { UnavailableTargets } from './unavailable-targets.ts';
import {
  composeApis,
  composeBeside,
  composeBrokers,
  composeDurable,
  composeFunctions,
  composeIam,
  composeMappings,
  composePipes,
  composeScheduler,
  composeSns,
} from './wiring.ts';

/** The AWS services of one account. Each calls others by way of this object, and only once all of them are made. */
export class RuntimeServices {
  readonly stacks = new DeployedStacks();
  readonly unavailable = new UnavailableTargets();
  /** By function name. */
  readonly functionUrls = new Map<string, FunctionUrlConfig>();
  readonly leftOut = new LeftOutResources();
  readonly logs: Logs;
  readonly parameters: Parameters;
  readonly secrets: Secrets;
  readonly queues: SqsEverywhere;
  readonly iam: Iam;
  readonly sns: Sns;
  readonly functions: Functions;
  readonly mappings: EventSourceMappings;
  readonly brokers: Brokers;
  /** EventBridge where templates are deployed. */
  readonly broker: Broker;
  readonly scheduler: Scheduler;
  readonly apiDestinations: ApiDestinations;
  readonly customRequests: CustomRequests;
  /** Undefined where none are made. */
  readonly customResources: CustomResources | undefined;
  /** What answers the calls of each service, by its name in a signature: APIs hand requests to it. */
  handlers: Readonly<Record<string, RequestHandler>> = {};
  /** If a template has an API. */
  loadedApis: Apis | undefined;
  #apis: Promise<Apis> | undefined;
  #pipes: Promise<Pipes> | undefined;
  #durable: Promise<DurableExecutions> | undefined;
  #beside: Promise<Beside> | undefined;

  constructor(
    readonly foundation: Foundation,
    readonly dynamodb: DynamoDb,
    /** SQS of the account and region that templates are deployed to. */
    readonly sqs: Sqs,
  ) {
    const { clock, endpoint, notify, onOperation } = foundation;
    const now = () => clock.now();
    const onElsewhere = noticeOfElsewhere(notify);
    this.apiDestinations = new ApiDestinations(clock, foundation.allowedHosts ?? []);
    this.logs = new Logs(now, foundation.state ?? NO_JOURNAL, onOperation);
    this.parameters = new Parameters(now);
    this.secrets = new Secrets(now);
    this.queues = new SqsEverywhere(sqs, (at) => startSqs({ ...at, endpoint, clock }), onElsewhere);
    this.iam = composeIam(this);
    this.sns = composeSns(this);
    this.functions = composeFunctions(this);
    this.mappings = composeMappings(this);
    this.brokers = composeBrokers(this, onElsewhere);
    this.broker = this.brokers.home;
    this.scheduler = composeScheduler(this);
    this.customRequests = new CustomRequests(this.functions, endpoint);
    if (foundation.makesCustomResources)
      this.customResources = new CustomResources(this.customRequests, foundation.state ?? NO_JOURNAL, notify);
  }

  /** Pipes are loaded when a template has one. */
  pipes(): Promise<Pipes> {
    this.#pipes ??= composePipes(this);
    return this.#pipes;
  }

  /** Executions of durable functions are loaded with the first. */
  durable(): Promise<DurableExecutions> {
    this.#durable ??= composeDurable(this);
    return this.#durable;
  }

  /** The engine beside this runtime, loaded when something is made or asked there; undefined if there is none. */
  beside(): Promise<Beside> | undefined {
    const { beside } = this.foundation;
    if (beside !== undefined) this.#beside ??= composeBeside(this, beside);
    return this.#beside;
  }

  /** API Gateway is loaded when a template has an API. */
  apis(): Promise<Apis> {
    this.#apis ??= composeApis(this).then((apis) => {
      this.loadedApis = apis;
      return apis;
    });
    return this.#apis;
  }

  /** Ends what happens by itself: deliveries, schedules, polling. */
  async stopDelivering(): Promise<void> {
    (await this.#pipes)?.stop();
    (await this.#beside)?.stop();
    this.brokers.stop();
    this.scheduler.stop();
    this.mappings.stop();
  }
}

/** Notices once for each account and region that something there was called, to which no template is deployed. */
function noticeOfElsewhere(notify: OnNotice): (at: AccountRegion) => void {
  const noticed = new Set<string>();
  return (at) => {
    const key = `${at.account} ${at.region}`;
    if (noticed.has(key)) return;
    noticed.add(key);
    notify({ kind: 'elsewhere', at, home: HOME });
  };
}
