import type { Apis } from '#local/api-gateway/apis.ts';
import { type DynamoDb, startDynamoDb } from '#local/dynamodb/start-dynamodb.ts';
import type { Brokers } from '#local/events/brokers.ts';
import type { Delivery } from '#local/events/deliver.ts';
import type { RequestHandler, Routes } from '#local/gateway/gateway.ts';
import type { IamMode } from '#local/iam/iam.ts';
import type { WriteLog } from '#local/lambda/environment/execution-environment.ts';
import type { EventSourceMappings } from '#local/lambda/event-source/event-source-mappings.ts';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import type { FunctionUrlConfig } from '#local/lambda/function-url/function-url-config.ts';
import type { Functions } from '#local/lambda/functions.ts';
import type { LambdaFunction } from '#local/lambda/lambda-function.ts';
import type { Change } from '#local/resources/deployment.ts';
import type { LeaveOut } from '#local/resources/left-out.ts';
import type { ParameterValues } from '#local/resources/system-evaluation.ts';
import type { OnOperation } from '#local/runtime/metering/operation.ts';
import { putGiven } from '#local/secrets/put-given.ts';
import { type Sqs, startSqs } from '#local/sqs/start-sqs.ts';
import { NO_JOURNAL } from '#local/state/journal.ts';
import { Restoration } from '#local/state/restoration.ts';
import type { StateFile } from '#local/state/state-file.ts';
import type { Stack } from '#template/template.ts';
import { ACCOUNT, REGION } from './account.ts';
import type { ServiceClock } from './clock.ts';
import { deployer } from './deployer.ts';
import { functionMaker } from './function-maker.ts';
import type { InFlight } from './in-flight.ts';
import type { KeyOf, OnNotice } from './notice.ts';
import { routesOf } from './routes.ts';
import { RuntimeServices } from './services.ts';

/** What the services are composed on: with real time and threads, or simulated. */
export interface Foundation {
  readonly clock: ServiceClock;
  readonly inFlight: InFlight;
  /** Where the services keep what changes, if they do. */
  readonly state?: StateFile | undefined;
  readonly notify: OnNotice;
  readonly keyOf?: KeyOf | undefined;
  /** Is told what the services do, to count it. */
  readonly onOperation?: OnOperation | undefined;
  /** How many milliseconds pass between two requests by which a queue that feeds a function is received from. Default: none. */
  readonly receiveEveryMs?: number | undefined;
  /** How many pollers receive from a standard queue that feeds a function, each its own batches. Default: one. */
  readonly pollers?: number | undefined;
  /** Is asked before an item is written, and throws what refuses it. Default: each is let through. */
  readonly admit?: OnOperation | undefined;
  /** Where clients reach the services. Asked for whenever it is needed, so it may be known late. */
  endpoint(): string;
  /** Makes a function that runs its code in this environment of a process, and writes its log. */
  makeFunction(config: FunctionConfig, environment: Readonly<Record<string, string>>, write: WriteLog): LambdaFunction;
  /**
   * Brings a rule's delivery to its target.
   * @default at once
   */
  carry?(delivery: Delivery, deliver: () => Promise<void>): Promise<void>;
  /** Answers the calls of SES, of both versions. */
  readonly email: RequestHandler;
  readonly iamMode?: IamMode | undefined;
  /** Values of the templates' parameters, which win over their defaults. */
  readonly parameters?: ParameterValues | undefined;
  /** Other machines that API destinations may send to, by name. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Whether custom resources are made by their functions when they are deployed, which takes real time. Default: they are not. */
  readonly makesCustomResources?: boolean;
  /** The URL of an engine that makes what this runtime has not. */
  readonly beside?: string | undefined;
  /** What of the templates is not run. */
  readonly leaveOut?: LeaveOut | undefined;
}

/** The AWS services of one account, with nothing deployed. */
export interface Services {
  readonly routes: Routes;
  readonly brokers: Brokers;
  readonly functions: Functions;
  readonly mappings: EventSourceMappings;
  readonly functionUrls: ReadonlyMap<string, FunctionUrlConfig>;
  /** The stages of APIs, by path. */
  apiAddresses(): ReturnType<Apis['addresses']>;
  readonly sqs: Sqs;
  readonly dynamodb: DynamoDb;
  /** Makes what runs be as the stacks say. Throws an InputError when it cannot be: then what ran before runs on. */
  deploy(stacks: readonly Stack[]): Promise<Change[]>;
  /** Takes what another run has kept, when what it belongs to is deployed. */
  restore(): void;
  /** Starts the schedules that were deployed. */
  startSchedules(): void;
  stop(): Promise<void>;
}

/** Composes all services on a foundation. */
export async function composeServices(foundation: Foundation): Promise<Services> {
  const { endpoint, clock, parameters, state: journal = NO_JOURNAL, onOperation, admit } = foundation;
  const [dynamodb, sqs] = await Promise.all([
    startDynamoDb({ region: REGION, account: ACCOUNT, clock, journal, onOperation, admit }),
    startSqs({ region: REGION, account: ACCOUNT, endpoint, clock, journal, onOperation }),
  ]);
  const services = new RuntimeServices(foundation, dynamodb, sqs);
  putGiven(parameters, services.parameters, services.secrets);
  const { brokers, functions, functionUrls, scheduler, mappings, queues } = services;
  const makeFunction = functionMaker(services);
  const restoration = new Restoration(services);
  return {
    routes: routesOf(services, makeFunction),
    brokers,
    functions,
    mappings,
    functionUrls,
    apiAddresses: () => services.loadedApis?.addresses() ?? [],
    sqs,
    dynamodb,
    deploy: deployer(services, makeFunction, restoration),
    restore: () => restoration.complete(),
    startSchedules() {
      brokers.startSchedules();
      scheduler.start();
    },
    async stop() {
      await services.stopDelivering();
      await Promise.all([functions.stop(), dynamodb.stop(), queues.stop()]);
    },
  };
}
