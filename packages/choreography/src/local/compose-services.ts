import type { Stack } from '#template/template.ts';
import { ACCOUNT, HOME, REGION, type Whereabouts, whereaboutsIn } from './account.ts';
import type { AwsResponse } from './backend.ts';
import type { ServiceClock } from './clock.ts';
import { cloudFormationApi } from './cloudformation/api.ts';
import { DeployedStacks } from './cloudformation/deployed-stacks.ts';
import { type DynamoDb, startDynamoDb } from './dynamodb/start-dynamodb.ts';
import { eventsApi } from './events/api/events-api.ts';
import { Broker } from './events/broker.ts';
import { Brokers } from './events/brokers.ts';
import type { Delivery, Destinations } from './events/deliver.ts';
import { newEvent } from './events/event.ts';
import type { Answer, Routes } from './gateway.ts';
import { iamApi } from './iam/api/iam-api.ts';
import { callerIn } from './iam/caller.ts';
import { dynamodbDemands } from './iam/demands/dynamodb.ts';
import { secretsDemands } from './iam/demands/secrets.ts';
import { guarded } from './iam/guard.ts';
import { Iam, type IamMode } from './iam/iam.ts';
import { resourcePolicies } from './iam/resource-policies.ts';
import type { InFlight } from './in-flight.ts';
import { lambdaApi } from './lambda/api/lambda-api.ts';
import { EventSourceMappings } from './lambda/event-source/event-source-mappings.ts';
import type { WriteLog } from './lambda/execution-environment.ts';
import { CODE_PATH, functionCode } from './lambda/function-code.ts';
import type { FunctionConfig } from './lambda/function-config.ts';
import { callFunctionUrl, functionAt, URL_PREFIX } from './lambda/function-url.ts';
import type { FunctionUrlConfig } from './lambda/function-url-config.ts';
import { withCors } from './lambda/function-url-cors.ts';
import { Functions, functionName } from './lambda/functions.ts';
import type { LambdaFunction } from './lambda/lambda-function.ts';
import { processEnvironment } from './lambda/process-environment.ts';
import { mustBeAssumedByLambda } from './lambda/role-trust.ts';
import { logsApi } from './logs/api/logs-api.ts';
import { Logs } from './logs/logs.ts';
import type { OnNotice } from './notice.ts';
import { type Change, Deployment } from './resources/deployment.ts';
import type { ParameterValues } from './resources/system-evaluation.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import { putGiven } from './secrets/put-given.ts';
import { Secrets } from './secrets/secrets.ts';
import { secretsApi } from './secrets/secrets-api.ts';
import { startSns } from './sns/start-sns.ts';
import { SqsEverywhere } from './sqs/sqs-everywhere.ts';
import { type Sqs, startSqs } from './sqs/start-sqs.ts';
import { Parameters } from './ssm/parameters.ts';
import { ssmApi } from './ssm/ssm-api.ts';
import { stsApi } from './sts/api.ts';
import { targetDestinations } from './target-destinations.ts';
import { UnavailableTargets } from './unavailable-targets.ts';

/** What the services stand on: the same services run with real time and threads, and simulated. */
export interface Foundation {
  readonly clock: ServiceClock;
  readonly inFlight: InFlight;
  readonly notify: OnNotice;
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
  readonly email: Answer;
  readonly iamMode?: IamMode | undefined;
  /** Values of the templates' parameters, which win over their defaults. */
  readonly parameters?: ParameterValues | undefined;
}

/** The AWS services of one account, with nothing deployed. */
export interface Services {
  readonly routes: Routes;
  readonly brokers: Brokers;
  readonly functions: Functions;
  readonly mappings: EventSourceMappings;
  readonly functionUrls: ReadonlyMap<string, FunctionUrlConfig>;
  readonly sqs: Sqs;
  readonly dynamodb: DynamoDb;
  /** Makes what runs be as the stacks say. Throws an InputError when it cannot be: then what ran before runs on. */
  deploy(stacks: readonly Stack[]): Promise<Change[]>;
  /** Starts the schedules that were deployed. */
  startSchedules(): void;
  stop(): Promise<void>;
}

/** Composes all services on a foundation. */
export async function composeServices({
  clock,
  inFlight,
  notify,
  endpoint,
  email,
  iamMode = 'enforce',
  parameters,
  ...foundation
}: Foundation): Promise<Services> {
  const now = () => clock.now();
  const stacks = new DeployedStacks();
  const logs = new Logs(now);
  const parameterStore = new Parameters(now);
  const secrets = new Secrets(now);
  putGiven(parameters, parameterStore, secrets);
  const functionUrls = new Map<string, FunctionUrlConfig>();
  const [dynamodb, sqs] = await Promise.all([
    startDynamoDb({ region: REGION, account: ACCOUNT, clock }),
    startSqs({ region: REGION, account: ACCOUNT, endpoint, clock }),
  ]);
  const onElsewhere = tellOnce(notify);
  const queues = new SqsEverywhere(sqs, (at) => startSqs({ ...at, endpoint, clock }), onElsewhere);
  const iam = new Iam(
    resourcePolicies(() => ({
      queue: (queueArn) => queues.policyOf(queueArn),
      topic: (topicArn) => sns.policyOf(topicArn),
      function: (functionArn) => functions.policies.of(functionName(functionArn)),
      logs: () => logs.resourcePolicies.statements(),
      bus: (busArn) => brokers.find(whereaboutsIn(busArn))?.buses.find(busArn)?.policy ?? [],
      role: (roleArn) => iam.roleWith(roleArn)?.trust.statements ?? [],
    })),
    notify,
    now,
    iamMode,
  );
  const sns = startSns(sqs.store, REGION, {
    askLeave: (demand, topicArn) => iam.demandOfService('sns.amazonaws.com', demand, topicArn),
    invoke: (functionArn, event) => functions.invokeAsync(functionArn, event),
    notify,
  });
  const functions = new Functions(
    {
      toQueue: (queueArn, body, attributes) => queues.send(queueArn, body, attributes),
      toTopic: (topicArn, message) => sns.publish(topicArn, message),
      toBus: (bus, event) => broker.route(bus, newEvent(event, clock.now())),
      askLeave: ({ name, roleArn }, demand) => iam.demand(callerIn(name, roleArn), [demand]),
    },
    inFlight,
    notify,
    clock,
  );
  const mappings = new EventSourceMappings({
    ...{ functions, clock, inFlight, notify, queues: sqs.store },
    askLeave: (config, action, queueArn) =>
      // SQS writes actions so in its refusals.
      iam.demand(callerIn(config.name, config.roleArn), [
        { action: `sqs:${action.toLowerCase()}`, resource: queueArn },
      ]),
  });
  const makeFunction = (config: FunctionConfig) => {
    const environment = processEnvironment(config, endpoint(), iam.issueKey(config.name, config.roleArn));
    return foundation.makeFunction(config, environment, ({ message, by, text, stream }) => {
      logs.writeOfFunction(config.logging.LogGroup, stream, message);
      if (by === 'code') for (const line of text.split('\n')) notify({ kind: 'log', function: config.name, line });
    });
  };
  const unavailable = new UnavailableTargets();
  const targets = targetDestinations({
    ...{ functions, sqs: queues, sns, logs, iam, unavailable, brokers: () => brokers },
  });
  const { carry = (_, deliver) => deliver() } = foundation;
  const destinations: Destinations = {
    ...targets,
    deliver: (delivery) => carry(delivery, () => targets.deliver(delivery)),
  };
  const brokers = new Brokers(
    (at) =>
      new Broker(destinations, inFlight, notify, clock, {
        at,
        brokerOf: (busArn) => brokers.find(whereaboutsIn(busArn)),
        mayAssume: (roleArn) => iam.mayAssume('events.amazonaws.com', roleArn),
      }),
    onElsewhere,
  );
  const broker = brokers.home;
  const scheduler = new Scheduler(
    {
      toQueue: (queueArn, body, attributes, group) => queues.send(queueArn, body, attributes, group),
      toTopic: (topicArn, message) => sns.publish(topicArn, message),
      toFunction: (functionArn, input) => functions.invokeAsync(functionArn, input),
      toBuses: (Entries) => broker.putEvents({ Entries }),
      askLeave: (schedule, roleArn, demand) => iam.demand(callerIn(schedule, roleArn), [demand]),
      mustBeInReach: (targetArn) => unavailable.ask(targetArn),
    },
    clock,
    inFlight,
    notify,
  );
  const lambda = {
    ...{ functions, mappings, functionUrls, clock, endpoint },
    makeFunction: (config: FunctionConfig) => {
      if (functions.find(config.name)?.config.roleArn !== config.roleArn) mustBeAssumedByLambda(config.roleArn, iam);
      return makeFunction(config);
    },
  };
  const services = guarded(
    {
      events: (request) => eventsApi(request, brokers, iam.whereaboutsOf(request)),
      lambda: (request) => lambdaApi(request, lambda),
      dynamodb: (request) => dynamodb.handle(request),
      sqs: (request) => queues.handle(request, iam.whereaboutsOf(request)),
      sns: (request) => sns.handle(request),
      logs: (request) => logsApi(request, logs),
      ses: email,
      email,
      iam: (request) => iamApi(request, iam),
      sts: (request) => stsApi(request, iam),
      ssm: (request) => ssmApi(request, parameterStore),
      secretsmanager: (request) => secretsApi(request, secrets, clock.now()),
      cloudformation: (request) => cloudFormationApi(request, stacks),
    },
    {
      dynamodb: dynamodbDemands(dynamodb.partitionKeyOf),
      secretsmanager: secretsDemands((id) => secrets.find(id)?.arn),
    },
    iam,
  );
  const paths: Routes['paths'] = {
    '/_local/targets': (request): AwsResponse => unavailable.answer(request),
    [CODE_PATH]: (request) => functionCode(request, functions),
    [URL_PREFIX]: (request) =>
      withCors(request, functionUrls.get(functionAt(request.path)), () =>
        callFunctionUrl(request, functions, functionUrls, clock.now(), notify),
      ),
  };
  let deployment: Deployment | undefined;
  return {
    routes: { services, paths, forPages: URL_PREFIX },
    ...{ brokers, functions, mappings, functionUrls, sqs, dynamodb },
    async deploy(deployed) {
      deployment ??= new Deployment(
        {
          ...{ endpoint: endpoint(), broker, scheduler, functions, makeFunction, functionUrls, mappings, clock },
          ...{ iam, logs, sns, secrets, parameters: parameterStore },
          createTable: (input: object) => dynamodb.createTable(input),
          createQueue: sqs.createQueue,
          setQueuePolicy: sqs.setPolicy,
        },
        parameters,
      );
      const changes = await deployment.deploy(deployed);
      stacks.deploy(deployed, new Date(clock.now()));
      for (const each of functions.all()) each.warm();
      return changes;
    },
    startSchedules() {
      brokers.startSchedules();
      scheduler.start();
    },
    async stop() {
      brokers.stop();
      scheduler.stop();
      mappings.stop();
      await Promise.all([functions.stop(), dynamodb.stop(), queues.stop()]);
    },
  };
}

/** Tells once of each account and region that a call is made in, and where nothing is deployed. */
function tellOnce(notify: OnNotice): (at: Whereabouts) => void {
  const told = new Set<string>();
  return (at) => {
    if (told.has(JSON.stringify(at))) return;
    told.add(JSON.stringify(at));
    notify({ kind: 'elsewhere', at, home: HOME });
  };
}
