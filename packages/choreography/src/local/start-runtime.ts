import { ACCOUNT, REGION } from './account.ts';
import { Clock } from './clock.ts';
import { startDynamoDb } from './dynamodb/start-dynamodb.ts';
import { createGateway } from './gateway.ts';
import type { IamMode } from './iam/iam.ts';
import { InFlight } from './in-flight.ts';
import { startInspector } from './inspector/start-inspector.ts';
import { Isolation } from './lambda/isolation.ts';
import { WorkingTime } from './lambda/working-time.ts';
import { listen } from './listen.ts';
import type { OnNotice } from './notice.ts';
import type { Change } from './resources/deployment.ts';
import type { LeaveOut } from './resources/left-out.ts';
import type { ParameterValues } from './resources/system-evaluation.ts';
import { deployer } from './runtime/deployer.ts';
import { functionMaker } from './runtime/function-maker.ts';
import { routesOf } from './runtime/routes.ts';
import { type Foundation, RuntimeServices } from './runtime/services.ts';
import { type Status, statusOf } from './runtime/status.ts';
import { putGiven } from './secrets/put-given.ts';
import { type Email, startSes } from './ses/start-ses.ts';
import { startSqs } from './sqs/start-sqs.ts';

export type { Status };

/** The local runtime, while it runs. */
export interface Runtime {
  readonly port: number;
  readonly endpoint: string;
  readonly inboxUrl: string;
  /** Where debuggers attach, as `127.0.0.1:PORT`; undefined if they are not answered. */
  readonly inspector: string | undefined;
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

export interface RuntimeOptions {
  /** The folder of a CDK assembly or of other templates; it may be promised: the services start while it is made. */
  readonly cdkOut: string | Promise<string>;
  /** 0 takes any free one. */
  readonly port: number;
  /** Names that it is asked by, beside those of every machine: `NAME` or `NAME:PORT`. It listens where they lead to. */
  readonly hosts?: readonly string[];
  /** Whether functions are kept from files but their own, and from processes. */
  readonly isolate?: boolean;
  /** The folder with the source maps of the functions' bundles. */
  readonly sourceMaps?: string;
  /** Where debuggers are answered, 0 for any free port; undefined if they are not. */
  readonly inspectPort?: number;
  readonly onNotice?: OnNotice;
  /** Whether a call that IAM does not allow is refused, or only noticed. Default: refused. */
  readonly iam?: IamMode;
  /** Values of the templates' parameters, which win over their defaults. */
  readonly parameters?: ParameterValues;
  /** What is not run of the templates. */
  readonly leaveOut?: LeaveOut;
  /** Whether the rest is run when a template cannot be read, and without which transforms they are read. */
  readonly reading?: { readonly keepGoing?: boolean; readonly ignoreTransforms?: readonly string[] };
}

/**
 * Runs the stacks of a CDK assembly, or of other templates, on 127.0.0.1. Throws an InputError when the port is taken, the
 * assembly cannot be read, or a template asks for something that the runtime cannot honour.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { cdkOut, port, onNotice: notify = () => {}, hosts = [], isolate = false } = options;
  const onFault = (error: Error) => notify({ kind: 'fault', explanation: error.stack ?? error.message });
  let endpoint = '';
  let ready = false;
  const foundation = await startFoundation(options, notify, onFault, () => endpoint);
  const services = new RuntimeServices(foundation);
  putGiven(options.parameters, services.parameters, services.secrets);
  const isolation = isolate ? new Isolation() : undefined;
  const { sourceMaps, inspectPort } = options;
  const workingTime = new WorkingTime();
  const makeFunction = functionMaker(services, {
    isolation,
    workingTime,
    sourceMaps,
    isInspected: inspectPort !== undefined,
  });
  const status = () => statusOf(services, ready);
  const server = createGateway(routesOf(services, makeFunction, status), hosts, onFault);
  let inspector: Awaited<ReturnType<typeof startInspector>> | undefined;
  const stop = async () => {
    await inspector?.stop();
    await services.stopDelivering();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await services.stop();
    isolation?.stop();
  };
  try {
    const listening = await listen(server, port, hosts);
    endpoint = `http://127.0.0.1:${listening}`;
    if (inspectPort !== undefined) inspector = await startInspector(inspectPort, [foundation.clock, workingTime]);
    const deploy = deployer(services, makeFunction, endpoint, options);
    await deploy(await cdkOut);
    services.brokers.startSchedules();
    services.scheduler.start();
    const { clock, inFlight } = foundation;
    const ses = await foundation.ses;
    ready = true;
    return {
      port: listening,
      endpoint,
      inboxUrl: ses.inboxUrl,
      inspector: inspector?.address,
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

/** The clock, and the services that start by themselves: email first, since it takes the longest. */
async function startFoundation(
  { hosts, iam: iamMode = 'enforce' }: RuntimeOptions,
  notify: OnNotice,
  onFault: (error: Error) => void,
  endpoint: () => string,
): Promise<Foundation> {
  const inFlight = new InFlight();
  const clock = new Clock(inFlight, onFault);
  const ses = startSes(hosts);
  const [dynamodb, sqs] = await Promise.all([
    startDynamoDb({ region: REGION, account: ACCOUNT, clock }),
    startSqs({ region: REGION, account: ACCOUNT, endpoint, clock }),
  ]);
  return {
    clock,
    inFlight,
    notify,
    iamMode,
    dynamodb,
    sqs,
    startSqs: (at) => startSqs({ ...at, endpoint, clock }),
    ses,
    endpoint,
  };
}
