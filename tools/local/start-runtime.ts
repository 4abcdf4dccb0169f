import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InputError } from '../template/input-error.ts';
import { readCdkOut } from '../template/read-cdk-out.ts';
import { ACCOUNT, REGION } from './account.ts';
import { AwsError } from './aws-error.ts';
import type { AwsRequest, AwsResponse } from './backend.ts';
import { Clock } from './clock.ts';
import { clockApi } from './clock-api.ts';
import { cloudFormationApi } from './cloudformation/api.ts';
import { DeployedStacks } from './cloudformation/deployed-stacks.ts';
import { startDynamoDb } from './dynamodb/start-dynamodb.ts';
import { EVENTS_ACTIONS } from './events/actions.ts';
import { Broker } from './events/broker.ts';
import type { Event } from './events/event.ts';
import { createGateway } from './gateway.ts';
import { InFlight } from './in-flight.ts';
import { lambdaApi } from './lambda/api.ts';
import { callFunctionUrl, URL_PREFIX } from './lambda/function-url.ts';
import { Functions } from './lambda/functions.ts';
import type { OnNotice } from './notice.ts';
import { createResources } from './resources/create-resources.ts';
import { type Email, startSes } from './ses/start-ses.ts';
import { startSqs } from './sqs/start-sqs.ts';
import { stsApi } from './sts/api.ts';
import { targetDestinations } from './target-destinations.ts';

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
  stop(): Promise<void>;
}

/**
 * Runs the stacks of a CDK assembly on 127.0.0.1; port 0 takes any free one. The assembly may be promised: the services
 * start while it is made. Throws an InputError when the port is
 * taken, the assembly cannot be read, or a template asks for something that the runtime cannot honour.
 */
export async function startRuntime({
  cdkOut,
  port,
  onNotice = () => {},
}: {
  cdkOut: string | Promise<string>;
  port: number;
  onNotice?: OnNotice;
}): Promise<Runtime> {
  const inFlight = new InFlight();
  const clock = new Clock(inFlight);
  const stacks = new DeployedStacks();
  const functionUrls = new Map<string, string>();
  let ready = false;
  let endpoint = '';

  const startingSes = startSes();
  const [dynamodb, sqs] = await Promise.all([
    startDynamoDb({ region: REGION, account: ACCOUNT, clock }),
    startSqs({ region: REGION, account: ACCOUNT, endpoint: () => endpoint, clock }),
  ]);
  const sendToQueue = (
    queueArn: string,
    body: string,
    attributes?: Record<string, { DataType: string; StringValue: string }>,
  ) => sqs.send(queueArn.slice(queueArn.lastIndexOf(':') + 1), body, attributes);
  const functions = new Functions(sendToQueue, inFlight, onNotice, clock);
  const broker = new Broker(
    targetDestinations(functions, sendToQueue, () => broker),
    inFlight,
    onNotice,
    clock,
  );

  const status = (): Status => ({
    ready,
    functions: functions.all().map(({ config }) => config.name),
    rules: broker.buses
      .all()
      .flatMap(({ name: bus, rules }) => [...rules.values()].map(({ name, enabled }) => ({ bus, name, enabled }))),
    urls: Object.fromEntries([...functionUrls.keys()].map((name) => [name, `${endpoint}${URL_PREFIX}${name}/`])),
  });

  const server = createGateway(
    {
      services: {
        events: (request) => eventsApi(request, broker),
        lambda: (request) => lambdaApi(request, functions),
        dynamodb: (request) => dynamodb.handle(request),
        sqs: (request) => sqs.handle(request),
        ses: async (request) => (await startingSes).handle(request),
        email: async (request) => (await startingSes).handle(request),
        sts: stsApi,
        cloudformation: (request) => cloudFormationApi(request, stacks),
      },
      paths: {
        '/_local/status': () => json(status()),
        '/_local/clock': (request) => clockApi(request, clock),
        '/_local/emails': async () => json(await (await startingSes).emails()),
        [URL_PREFIX]: (request) => callFunctionUrl(request, functions, functionUrls, clock.now()),
      },
    },
    (error) => onNotice({ kind: 'fault', explanation: error.stack ?? error.message }),
  );
  const stop = async () => {
    broker.stop();
    clock.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await Promise.all([functions.stop(), dynamodb.stop(), sqs.stop(), startingSes.then((ses) => ses.stop())]);
  };

  try {
    const listening = await listen(server, port);
    endpoint = `http://127.0.0.1:${listening}`;
    const deployed = readCdkOut(await cdkOut);
    stacks.deploy(deployed, new Date(clock.now()));
    await createResources(deployed, {
      ...{ endpoint, clock, broker, functions, functionUrls, notify: onNotice },
      createTable: (input) => dynamodb.createTable(input),
      createQueue: (name, attributes) => sqs.createQueue(name, attributes),
    });
    for (const each of functions.all()) each.warm();
    broker.startSchedules((ruleArn) => scheduledEvent(ruleArn, clock.now()));
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
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new InputError(
              `Port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another with --port.`,
            )
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** EventBridge's API: JSON, the action in a header. */
function eventsApi({ headers, body }: AwsRequest, broker: Broker): AwsResponse {
  const name = headers['x-amz-target']?.split('.').at(-1) ?? '';
  const action = EVENTS_ACTIONS[name];
  if (!action)
    throw new AwsError(
      'UnsupportedOperationException',
      `The local runtime does not answer ${name || 'this call'} of EventBridge.`,
    );
  return json(action(JSON.parse(body.toString('utf8') || '{}'), broker), 'application/x-amz-json-1.1');
}

const scheduledEvent = (ruleArn: string, now: number): Event => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: ACCOUNT,
  time: `${new Date(now).toISOString().slice(0, 19)}Z`,
  region: REGION,
  resources: [ruleArn],
  detail: {},
});

const json = (body: object, type = 'application/json'): AwsResponse => ({
  status: 200,
  headers: { 'content-type': type },
  body: JSON.stringify(body),
});
