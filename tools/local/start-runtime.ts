import { listen } from '../listen.ts';
import { readTemplates } from '../template/read-templates.ts';
import { ACCOUNT, REGION } from './account.ts';
import type { AwsResponse } from './backend.ts';
import { Clock } from './clock.ts';
import { clockApi } from './clock-api.ts';
import { cloudFormationApi } from './cloudformation/api.ts';
import { DeployedStacks } from './cloudformation/deployed-stacks.ts';
import { startDynamoDb } from './dynamodb/start-dynamodb.ts';
import { eventsApi } from './events/api/events-api.ts';
import { Broker } from './events/broker.ts';
import { newEvent } from './events/event.ts';
import { isEnabled } from './events/rule.ts';
import { createGateway } from './gateway.ts';
import { callerIn } from './iam/caller.ts';
import { dynamodbDemands } from './iam/demands/dynamodb.ts';
import { guarded } from './iam/guard.ts';
import { Iam, type IamMode } from './iam/iam.ts';
import { resourcePolicies } from './iam/resource-policies.ts';
import { InFlight } from './in-flight.ts';
import { lambdaApi } from './lambda/api/lambda-api.ts';
import { EventSourceMappings } from './lambda/event-source/event-source-mappings.ts';
import { CODE_PATH, functionCode } from './lambda/function-code.ts';
import type { FunctionConfig } from './lambda/function-config.ts';
import { callFunctionUrl, functionAt, URL_PREFIX } from './lambda/function-url.ts';
import { type FunctionUrl, withCors } from './lambda/function-url-cors.ts';
import { Functions, functionName } from './lambda/functions.ts';
import { Isolation } from './lambda/isolation.ts';
import { LambdaFunction } from './lambda/lambda-function.ts';
import { processEnvironment } from './lambda/process-environment.ts';
import { logsApi } from './logs/api/logs-api.ts';
import { Logs } from './logs/logs.ts';
import type { OnNotice } from './notice.ts';
import { type Change, Deployment } from './resources/deployment.ts';
import type { ParameterValues } from './resources/system-evaluation.ts';
import { type Email, startSes } from './ses/start-ses.ts';
import { startSns } from './sns/start-sns.ts';
import { startSqs } from './sqs/start-sqs.ts';
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
}): Promise<Runtime> {
  const inFlight = new InFlight();
  const clock = new Clock(inFlight);
  const stacks = new DeployedStacks();
  const logs = new Logs(() => clock.now());
  const functionUrls = new Map<string, FunctionUrl>();
  let ready = false;
  let endpoint = '';

  const startingSes = startSes(hosts);
  const [dynamodb, sqs] = await Promise.all([
    startDynamoDb({ region: REGION, account: ACCOUNT, clock }),
    startSqs({ region: REGION, account: ACCOUNT, endpoint: () => endpoint, clock }),
  ]);
  const iam = new Iam(
    resourcePolicies(() => ({
      queue: sqs.policyOf,
      topic: (topicArn) => sns.policyOf(topicArn),
      function: (functionArn) => functions.policies.of(functionName(functionArn)),
      bus: (busArn) => broker.buses.find(busArn)?.policy ?? [],
    })),
    notify,
    () => clock.now(),
    iamMode,
  );
  const sns = startSns(sqs.store, REGION);
  const functions = new Functions(
    {
      toQueue: (queueArn, body, attributes) =>
        sqs.send(queueArn.slice(queueArn.lastIndexOf(':') + 1), body, attributes),
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
  const isolation = isolate ? new Isolation() : undefined;
  const makeFunction = (config: FunctionConfig) => {
    const confined = isolation?.confine(config.root);
    return new LambdaFunction(
      config,
      {
        ...confined?.environment,
        ...processEnvironment(config, endpoint, iam.issueKey(config.name, config.roleArn)),
      },
      (line, by) => {
        logs.writeOfFunction(config.name, line);
        if (by === 'code') notify({ kind: 'log', function: config.name, line });
      },
      clock,
      confined?.execArgv,
    );
  };
  const unavailable = new UnavailableTargets();
  const destinations = targetDestinations({ functions, sqs, sns, logs, iam, unavailable, broker: () => broker });
  const broker = new Broker(destinations, inFlight, notify, clock);

  const lambda = { functions, makeFunction, mappings, functionUrls, clock, endpoint: () => endpoint };

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
      services: guarded(
        {
          events: (request) => eventsApi(request, broker),
          lambda: (request) => lambdaApi(request, lambda),
          dynamodb: (request) => dynamodb.handle(request),
          sqs: (request) => sqs.handle(request),
          sns: (request) => sns.handle(request),
          logs: (request) => logsApi(request, logs),
          ses: async (request) => (await startingSes).handle(request),
          email: async (request) => (await startingSes).handle(request),
          sts: (request) => stsApi(request, iam.callerOf(request)),
          cloudformation: (request) => cloudFormationApi(request, stacks),
        },
        { dynamodb: dynamodbDemands(dynamodb.partitionKeyOf) },
        iam,
      ),
      paths: {
        '/_local/status': () => json(status()),
        '/_local/clock': (request) => clockApi(request, clock),
        '/_local/targets': (request) => unavailable.answer(request),
        '/_local/emails': async () => json(await (await startingSes).emails()),
        [CODE_PATH]: (request) => functionCode(request, functions),
        [URL_PREFIX]: (request) =>
          withCors(request, functionUrls.get(functionAt(request.path)), () =>
            callFunctionUrl(request, functions, functionUrls, clock.now()),
          ),
      },
      forPages: URL_PREFIX,
    },
    hosts,
    (error) => notify({ kind: 'fault', explanation: error.stack ?? error.message }),
  );
  const stop = async () => {
    broker.stop();
    mappings.stop();
    clock.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await Promise.all([functions.stop(), dynamodb.stop(), sqs.stop(), startingSes.then((ses) => ses.stop())]);
    isolation?.stop();
  };

  try {
    const listening = await listen(server, port, hosts);
    endpoint = `http://127.0.0.1:${listening}`;
    const services = {
      ...{ endpoint, broker, functions, makeFunction, functionUrls, mappings, clock, iam, logs, sns },
      createTable: (input: object) => dynamodb.createTable(input),
      createQueue: sqs.createQueue,
      setQueuePolicy: sqs.setPolicy,
    };
    const deployment = new Deployment(services, parameters);
    const deploy = async (folder: string) => {
      const deployed = readTemplates([folder]);
      const changes = await deployment.deploy(deployed);
      stacks.deploy(deployed, new Date(clock.now()));
      for (const each of functions.all()) each.warm();
      return changes;
    };
    await deploy(await cdkOut);
    broker.startSchedules();
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

const json = (body: object, type = 'application/json'): AwsResponse => ({
  status: 200,
  headers: { 'content-type': type },
  body: JSON.stringify(body),
});
