import { type AccountRegion, HOME } from '#local/account.ts';
import type { Clock } from '#local/clock.ts';
import { DeployedStacks } from '#local/cloudformation/deployed-stacks.ts';
import type { DynamoDb } from '#local/dynamodb/start-dynamodb.ts';
import type { Broker } from '#local/events/broker.ts';
import type { Brokers } from '#local/events/brokers.ts';
import type { Iam, IamMode } from '#local/iam/iam.ts';
import type { InFlight } from '#local/in-flight.ts';
import type { EventSourceMappings } from '#local/lambda/event-source/event-source-mappings.ts';
import type { FunctionUrlConfig } from '#local/lambda/function-url-config.ts';
import type { Functions } from '#local/lambda/functions.ts';
import { Logs } from '#local/logs/logs.ts';
import type { OnNotice } from '#local/notice.ts';
import type { Pipes } from '#local/pipes/pipes.ts';
import { LeftOutResources } from '#local/resources/left-out.ts';
import type { Scheduler } from '#local/scheduler/scheduler.ts';
import { Secrets } from '#local/secrets/secrets.ts';
import type { Ses } from '#local/ses/start-ses.ts';
import type { Sns } from '#local/sns/start-sns.ts';
import { SqsEverywhere } from '#local/sqs/sqs-everywhere.ts';
import type { Sqs } from '#local/sqs/start-sqs.ts';
import { Parameters } from '#local/ssm/parameters.ts';
import { UnavailableTargets } from '#local/unavailable-targets.ts';
import {
  composeBrokers,
  composeFunctions,
  composeIam,
  composeMappings,
  composePipes,
  composeScheduler,
  composeSns,
} from './wiring.ts';

/** What the services are composed of, and on. */
export interface Foundation {
  readonly clock: Clock;
  readonly inFlight: InFlight;
  readonly notify: OnNotice;
  readonly iamMode: IamMode;
  readonly dynamodb: DynamoDb;
  /** SQS of the account and region that templates are deployed to. */
  readonly sqs: Sqs;
  /** SQS of another account or region. */
  startSqs(at: AccountRegion): Promise<Sqs>;
  /** Promised, since it takes the longest to start. */
  readonly ses: Promise<Ses>;
  /** Where the runtime listens; empty until it does. */
  endpoint(): string;
}

/** The AWS services of one runtime. Each calls others by way of this object, and only once all of them are made. */
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
  #pipes: Promise<Pipes> | undefined;

  constructor(readonly foundation: Foundation) {
    const { clock, notify, sqs } = foundation;
    const now = () => clock.now();
    const onElsewhere = noticeOfElsewhere(notify);
    this.logs = new Logs(now);
    this.parameters = new Parameters(now);
    this.secrets = new Secrets(now);
    this.queues = new SqsEverywhere(sqs, (at) => foundation.startSqs(at), onElsewhere);
    this.iam = composeIam(this);
    this.sns = composeSns(this);
    this.functions = composeFunctions(this);
    this.mappings = composeMappings(this);
    this.brokers = composeBrokers(this, onElsewhere);
    this.broker = this.brokers.home;
    this.scheduler = composeScheduler(this);
  }

  /** Pipes are loaded when a template has one. */
  pipes(): Promise<Pipes> {
    this.#pipes ??= composePipes(this);
    return this.#pipes;
  }

  /** Ends what happens by itself: deliveries, schedules, polling, timers. */
  async stopDelivering(): Promise<void> {
    (await this.#pipes)?.stop();
    this.brokers.stop();
    this.scheduler.stop();
    this.mappings.stop();
    this.foundation.clock.stop();
  }

  /** Ends the services themselves. */
  async stop(): Promise<void> {
    const { dynamodb, ses } = this.foundation;
    await Promise.all([
      this.functions.stop(),
      dynamodb.stop(),
      this.queues.stop(),
      ses.then((started) => started.stop()),
    ]);
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
