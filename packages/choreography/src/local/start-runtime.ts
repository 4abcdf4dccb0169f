import { readTemplates } from '#template/read-templates.ts';
import { ACCOUNT, HOME, REGION, type Whereabouts, whereaboutsIn } from './account.ts';
import { AwsError } from './aws-error.ts';
import type { AwsResponse } from './backend.ts';
import { Clock } from './clock.ts';
import { clockApi } from './clock-api.ts';
import { cloudFormationApi } from './cloudformation/api.ts';
import { DeployedStacks } from './cloudformation/deployed-stacks.ts';
import { startDynamoDb } from './dynamodb/start-dynamodb.ts';
import { eventsApi } from './events/api/events-api.ts';
import { Broker } from './events/broker.ts';
import { Brokers } from './events/brokers.ts';
import { newEvent } from './events/event.ts';
import { isEnabled } from './events/rule.ts';
import { createGateway } from './gateway.ts';
import { iamApi } from './iam/api/iam-api.ts';
import { callerIn } from './iam/caller.ts';
import { dynamodbDemands } from './iam/demands/dynamodb.ts';
import { secretsDemands } from './iam/demands/secrets.ts';
import { guarded } from './iam/guard.ts';
import { Iam, type IamMode } from './iam/iam.ts';
import { resourcePolicies } from './iam/resource-policies.ts';
import { InFlight } from './in-flight.ts';
import { lambdaApi } from './lambda/api/lambda-api.ts';
import { EventSourceMappings } from './lambda/event-source/event-source-mappings.ts';
import { CODE_PATH, functionCode } from './lambda/function-code.ts';
import type { FunctionConfig } from './lambda/function-config.ts';
import { callFunctionUrl, functionAt, URL_PREFIX } from './lambda/function-url.ts';
import type { FunctionUrlConfig } from './lambda/function-url-config.ts';
import { withCors } from './lambda/function-url-cors.ts';
import { Functions, functionName } from './lambda/functions.ts';
import { Isolation } from './lambda/isolation.ts';
import { LambdaFunction } from './lambda/lambda-function.ts';
import { processEnvironment } from './lambda/process-environment.ts';
import { mustBeAssumedByLambda } from './lambda/role-trust.ts';
import { listen } from './listen.ts';
import { logsApi } from './logs/api/logs-api.ts';
import { Logs } from './logs/logs.ts';
import type { OnNotice } from './notice.ts';
import type { Pipes } from './pipes/pipes.ts';
import { type Change, Deployment } from './resources/deployment.ts';
import { describeLeftOut, type LeaveOut, type LeftOut, LeftOutResources } from './resources/left-out.ts';
import { namingLeftOut } from './resources/naming-left-out.ts';
import { LEFT_OUT_PATH } from './resources/plausible-identity.ts';
import type { ParameterValues } from './resources/system-evaluation.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import { putGiven } from './secrets/put-given.ts';
import { Secrets } from './secrets/secrets.ts';
import { secretsApi } from './secrets/secrets-api.ts';
import { type Email, startSes } from './ses/start-ses.ts';
import { startSns } from './sns/start-sns.ts';
import { SqsEverywhere } from './sqs/sqs-everywhere.ts';
import { startSqs } from './sqs/start-sqs.ts';
import { Parameters } from './ssm/parameters.ts';
import { ssmApi } from './ssm/ssm-api.ts';
import { stsApi } from './sts/api.ts';
import { targetDestinations } from './target-destinations.ts';
import { UnavailableTargets } from './unavailable-targets.ts';

export interface Status {
  readonly ready: boolean;
  readonly functions: readonly string[];
  readonly rules: readonly { readonly bus: string; readonly name: string; readonly enabled: boolean }[];
  /** Addresses of function URLs, by function. */
  readonly urls: Readonly<Record<string, string>>;
}

/** The local runtime, while it runs. */
export interface Runtime {
  readonly port: number;
  readonly endpoint: string;
  readonly inboxUrl: string;
  status(): Status;
  emails(): Promise<Email[]>;
  readonly clock: Clock;
  /** Resolves when nothing is under way: no delivery, no invocation, no retry but those that wait for a held clock. */
  idle(): Promise<void>;
  /**
   * Runs the stacks of an assembly in place of those that run; tables, queues and what is in them stay. Throws an InputError
   * when they cannot be run: then what ran before runs on.
   */
  redeploy(cdkOut: string): Promise<Change[]>;
  stop(): Promise<void>;
}

/**
 * Runs the stacks of a CDK assembly, or of other templates, on 127.0.0.1; port 0 takes any free one. The assembly may be promised: the services
 * start while it is made. Throws an InputError when the port is
 * taken, the assembly cannot be read, or a template asks for something that the runtime cannot honour.
 */
export async function startRuntime({
  cdkOut,
  port,
  onNotice: notify = () => {},
  iam: iamMode = 'enforce',
  parameters,
  hosts = [],
  isolate = false,
  leaveOut = { names: [], unsupported: false },
  reading = {},
}: {
  cdkOut: string | Promise<string>;
  port: number;
  /** Names that it is asked by, beside those of every machine: `NAME` or `NAME:PORT`. It listens where they lead to. */
  hosts?: readonly string[];
  /** Whether functions are kept from files but their own, and from processes. */
  isolate?: boolean;
  onNotice?: OnNotice;
  /** Whether a call that IAM does not allow is refused, or only told. */
  iam?: IamMode;
  /** Values of the templates' parameters, which win over their defaults. */
  parameters?: ParameterValues;
  /** What is not run of the templates. */
  leaveOut?: LeaveOut;
  /** Whether the rest is run when a template cannot be read, and without which transforms they are read. */
  reading?: { readonly keepGoing?: boolean; readonly ignoreTransforms?: readonly string[] };
}): Promise<Runtime> {
  const inFlight = new InFlight();
  const onFault = (error: Error) => notify({ kind: 'fault', explanation: error.stack ?? error.message });
  const clock = new Clock(inFlight, onFault);
  const stacks = new DeployedStacks();
  const logs = new Logs(() => clock.now());
  const parameterStore = new Parameters(() => clock.now());
  const secrets = new Secrets(() => clock.now());
  putGiven(parameters, parameterStore, secrets);
  const functionUrls = new Map<string, FunctionUrlConfig>();
  const leftOut = new LeftOutResources();
  let ready = false;
  let endpoint = '';

  const startingSes = startSes(hosts);
  const [dynamodb, sqs] = await Promise.all([
    startDynamoDb({ region: REGION, account: ACCOUNT, clock }),
    startSqs({ region: REGION, account: ACCOUNT, endpoint: () => endpoint, clock }),
  ]);
  const told = new Set<string>();
  const onElsewhere = (at: Whereabouts) => {
    if (told.has(JSON.stringify(at))) return;
    told.add(JSON.stringify(at));
    notify({ kind: 'elsewhere', at, home: HOME });
  };
  const queues = new SqsEverywhere(sqs, (at) => startSqs({ ...at, endpoint: () => endpoint, clock }), onElsewhere);
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
    () => clock.now(),
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
    ...{ functions, clock, inFlight, notify, queues: sqs.store, streams: dynamodb.streams },
    demand: ({ name, roleArn }, demand) => iam.demand(callerIn(name, roleArn), [demand]),
    toFailureDestination: async ({ name, roleArn }, destination, record) => {
      const isTopic = destination.split(':')[2] === 'sns';
      const action = isTopic ? 'sns:Publish' : 'sqs:SendMessage';
      iam.demand(callerIn(name, roleArn), [{ action, resource: destination }]);
      await (isTopic ? sns.publish(destination, record) : queues.send(destination, record));
    },
    askLeave: (config, action, queueArn) =>
      // SQS writes actions so in its refusals.
      iam.demand(callerIn(config.name, config.roleArn), [
        { action: `sqs:${action.toLowerCase()}`, resource: queueArn },
      ]),
  });
  const isolation = isolate ? new Isolation() : undefined;
  const makeFunction = (config: FunctionConfig) => {
    const confined = isolation?.confine(config.root, config.layers);
    return new LambdaFunction(
      config,
      {
        ...confined?.environment,
        ...processEnvironment(config, endpoint, iam.issueKey(config.name, config.roleArn)),
      },
      ({ message, by, text, stream }) => {
        logs.writeOfFunction(config.logging.LogGroup, stream, message);
        if (by === 'code') for (const line of text.split('\n')) notify({ kind: 'log', function: config.name, line });
      },
      clock,
      confined?.execArgv,
    );
  };
  const unavailable = new UnavailableTargets();
  const destinations = targetDestinations({
    ...{ functions, sqs: queues, sns, logs, iam, unavailable, brokers: () => brokers },
  });
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

  let loadedPipes: Promise<Pipes> | undefined;
  const loadPipes = async (): Promise<Pipes> => {
    const { Pipes } = await import('./pipes/pipes.ts');
    return new Pipes({
      ...{ functions, clock, inFlight, notify, queues: sqs.store, streams: dynamodb.streams },
      toQueue: (queueArn, body, group) => queues.send(queueArn, body, {}, group),
      toTopic: (topicArn, message) => sns.publish(topicArn, message),
      toBuses: (Entries) => broker.putEvents({ Entries }),
      askLeave: ({ name, properties: { RoleArn } }, demand) => {
        if (iam.mayAssume('pipes.amazonaws.com', RoleArn) === false)
          throw new AwsError('AccessDeniedException', `The role ${RoleArn} does not trust pipes.amazonaws.com.`);
        iam.demand(callerIn(name, RoleArn), [demand]);
      },
      now: () => clock.now(),
    });
  };
  const pipes = () => {
    loadedPipes ??= loadPipes();
    return loadedPipes;
  };

  const lambda = {
    ...{ functions, mappings, functionUrls, clock, endpoint: () => endpoint },
    makeFunction: (config: FunctionConfig) => {
      if (functions.find(config.name)?.config.roleArn !== config.roleArn) mustBeAssumedByLambda(config.roleArn, iam);
      return makeFunction(config);
    },
  };

  const status = (): Status => ({
    ready,
    functions: functions.all().map(({ config }) => config.name),
    rules: broker.buses
      .all()
      .flatMap(({ name: bus, rules }) =>
        [...rules.values()].map((rule) => ({ bus, name: rule.name, enabled: isEnabled(rule) })),
      ),
    urls: Object.fromEntries([...functionUrls.keys()].map((name) => [name, `${endpoint}${URL_PREFIX}${name}/`])),
  });

  const server = createGateway(
    {
      services: namingLeftOut(
        leftOut,
        guarded(
          {
            events: (request) => eventsApi(request, brokers, iam.whereaboutsOf(request)),
            lambda: (request) => lambdaApi(request, lambda),
            dynamodb: (request) => dynamodb.handle(request),
            sqs: (request) => queues.handle(request, iam.whereaboutsOf(request)),
            sns: (request) => sns.handle(request),
            logs: (request) => logsApi(request, logs),
            ses: async (request) => (await startingSes).handle(request),
            email: async (request) => (await startingSes).handle(request),
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
        ),
      ),
      missing: (service) => leftOut.ofService(service),
      paths: {
        '/_local/status': () => json(status()),
        '/_local/clock': (request) => clockApi(request, clock),
        '/_local/targets': (request) => unavailable.answer(request),
        '/_local/emails': async () => json(await (await startingSes).emails()),
        [LEFT_OUT_PATH]: (request) => {
          throw new AwsError('UnsupportedOperationException', `Nothing answers here. ${leftOut.in(request.path)}`, 501);
        },
        [CODE_PATH]: (request) => functionCode(request, functions),
        [URL_PREFIX]: (request) =>
          withCors(request, functionUrls.get(functionAt(request.path)), () =>
            callFunctionUrl(request, functions, functionUrls, clock.now(), notify),
          ),
      },
      forPages: URL_PREFIX,
    },
    hosts,
    onFault,
  );
  const stop = async () => {
    brokers.stop();
    scheduler.stop();
    mappings.stop();
    (await loadedPipes)?.stop();
    clock.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await Promise.all([functions.stop(), dynamodb.stop(), queues.stop(), startingSes.then((ses) => ses.stop())]);
    isolation?.stop();
  };

  try {
    const listening = await listen(server, port, hosts);
    endpoint = `http://127.0.0.1:${listening}`;
    const services = {
      ...{
        endpoint,
        broker,
        scheduler,
        functions,
        makeFunction,
        functionUrls,
        mappings,
        clock,
        iam,
        logs,
        sns,
        secrets,
        pipes,
        layers: new Map<string, string>(),
      },
      parameters: parameterStore,
      createTable: (input: object) => dynamodb.createTable(input),
      createQueue: sqs.createQueue,
      setQueuePolicy: sqs.setPolicy,
    };
    const deployment = new Deployment(services, parameters, leaveOut);
    const tellLeftOut = onceEach((what: LeftOut) => notify({ kind: 'left-out', what }), describeLeftOut);
    const { keepGoing, ...options } = reading;
    const onProblem = keepGoing
      ? ({ message: explanation }: Error) => notify({ kind: 'unread-template', explanation })
      : undefined;
    const deploy = async (folder: string) => {
      const deployed = readTemplates([folder], onProblem, options);
      const changes = await deployment.deploy(deployed);
      leftOut.set(deployment.leftOut);
      for (const each of deployment.leftOut) tellLeftOut(each);
      stacks.deploy(deployed, new Date(clock.now()));
      for (const each of functions.all()) each.warm();
      return changes;
    };
    await deploy(await cdkOut);
    brokers.startSchedules();
    scheduler.start();
    const ses = await startingSes;
    ready = true;
    return {
      port: listening,
      endpoint,
      inboxUrl: ses.inboxUrl,
      status,
      emails: () => ses.emails(),
      clock,
      idle: () => (clock.held ? inFlight.settled() : inFlight.idle()),
      redeploy: deploy,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Does something once for each item that is another one. */
function onceEach<Item>(act: (item: Item) => void, keyOf: (item: Item) => string): (item: Item) => void {
  const done = new Set<string>();
  return (item) => {
    if (!done.has(keyOf(item))) act(item);
    done.add(keyOf(item));
  };
}

const json = (body: object, type = 'application/json'): AwsResponse => ({
  status: 200,
  headers: { 'content-type': type },
  body: JSON.stringify(body),
});
