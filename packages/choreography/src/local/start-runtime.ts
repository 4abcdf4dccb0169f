import type { Server } from 'node:http';
import { readTemplates } from '#template/read-templates.ts';
import { jsonAnswer } from './gateway/backend.ts';
import { createGateway, type Routes } from './gateway/gateway.ts';
import { listen } from './gateway/listen.ts';
import type { IamMode } from './iam/iam.ts';
import type { Inspector, startInspector } from './inspector/start-inspector.ts';
import type { Carry } from './lambda/environment/carrier.ts';
import { findSourceMap } from './lambda/environment/find-source-map.ts';
import { Isolation } from './lambda/environment/isolation.ts';
import { inThread } from './lambda/environment/thread.ts';
import { WorkingTime } from './lambda/environment/working-time.ts';
import type { FunctionConfig } from './lambda/function-config.ts';
import { WarmFunction } from './lambda/lambda-function.ts';
import { inProcess } from './lambda/runtime-api/runtime-process.ts';
import type { Change } from './resources/deployment.ts';
import type { LeaveOut } from './resources/left-out.ts';
import type { ParameterValues } from './resources/system-evaluation.ts';
import { Clock } from './runtime/clock.ts';
import { clockApi } from './runtime/clock-api.ts';
import { composeServices, type Foundation, type Services } from './runtime/compose-services.ts';
import { InFlight } from './runtime/in-flight.ts';
import type { OnOperation } from './runtime/metering/operation.ts';
import { type KeyOf, type OnNotice, UNTOLD } from './runtime/notice.ts';
import { type Status, statusOf } from './runtime/status.ts';
import { type Email, type Ses, startSes } from './ses/start-ses.ts';
import { followClock } from './state/follow-clock.ts';
import { NO_JOURNAL } from './state/journal.ts';
import { keptHistory, keptState, noState } from './state/kept-state.ts';
import type { StateFile } from './state/state-file.ts';

export type { Status };

/** The local runtime, while it runs. */
export interface Runtime {
  readonly port: number;
  readonly endpoint: string;
  /** The page that shows the emails; it is started if it was not. */
  inboxUrl(): Promise<string>;
  /** Where debuggers attach, as `127.0.0.1:PORT`; undefined if they are not answered. */
  readonly inspector: string | undefined;
  status(): Status;
  emails(): Promise<Email[]>;
  readonly clock: Clock;
  /** The real time, which stops while a debugger has paused a function. */
  readonly workingTime: Pick<WorkingTime, 'now'>;
  /** Resolves when nothing is under way: no delivery, no invocation, no retry but those that wait for a held clock. */
  idle(): Promise<void>;
  /** Resolves when nothing is under way but what waits for the clock, such as a batch that is gathered or a retry. */
  settled(): Promise<void>;
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
  /** Where tables, queues and the rest are kept for another start; the runtime closes it. Without it they are gone when it stops. */
  readonly state?: StateFile;
  readonly onNotice?: OnNotice;
  /** How notices name the instance of an event. Default: by its correlation id. */
  readonly keyOf?: KeyOf;
  /** Is told what the services do, to count it. */
  readonly onOperation?: OnOperation;
  /** How many milliseconds of the clock pass between two requests by which a queue that feeds a function is received from. Default: none. */
  readonly receiveEveryMs?: number | undefined;
  /** How many pollers receive from a standard queue that feeds a function, each its own batches. Default: one. */
  readonly pollers?: number | undefined;
  /** Whether SES is started with the rest, or when it is first needed: it takes the longest. Default: when it is needed. */
  readonly ses?: 'at once' | 'when needed';
  /** Whether a call that IAM does not allow is refused, or only noticed. Default: refused. */
  readonly iam?: IamMode;
  /** Values of the templates' parameters, which win over their defaults. */
  readonly parameters?: ParameterValues;
  /** Other machines that API destinations may send to, by name. Default: this machine alone. */
  readonly allowedHosts?: readonly string[];
  /** The URL of an engine of AWS that makes what this runtime has not: buckets and state machines. */
  readonly beside?: string;
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
  const { cdkOut, port, onNotice: notify = UNTOLD, iam: iamMode, hosts = [], isolate = false } = options;
  const { state, sourceMaps, inspectPort, parameters, leaveOut, allowedHosts, beside, keyOf, onOperation } = options;
  const inFlight = new InFlight();
  const onFault = (error: Error) => notify({ kind: 'fault', explanation: error.stack ?? error.message });
  const clock = new Clock(inFlight, onFault);
  let [endpoint, ready] = ['', false];
  followClock(clock, state ?? NO_JOURNAL);
  const ses = sesOn(hosts, state);
  if (options.ses === 'at once') void ses.started();
  const isolation = isolate ? new Isolation() : undefined;
  const workingTime = new WorkingTime();
  const services = await composeServices({
    clock,
    inFlight,
    state,
    notify,
    iamMode,
    ...{ parameters, leaveOut, allowedHosts, beside, keyOf, onOperation },
    ...{ receiveEveryMs: options.receiveEveryMs, pollers: options.pollers },
    endpoint: () => endpoint,
    makesCustomResources: true,
    email: async (request) => (await ses.started()).handle(request),
    makeFunction: functionsOf(clock, { isolation, workingTime, sourceMaps, isInspected: inspectPort !== undefined }),
  });
  const status = () => statusOf(services, endpoint, ready);
  const server = createGateway(withOwnPaths(services.routes, status, clock, ses.started, state), {
    hosts,
    onFault,
    isPatient: inspectPort !== undefined,
    beforeAnswer: () => state?.written(),
  });
  let inspector: Inspector | undefined;
  const stop = async () => {
    // What is cut off is done again by the next start.
    state?.close();
    await inspector?.stop();
    clock.stop();
    await closed(server);
    await Promise.all([services.stop(), ses.stop()]);
    isolation?.stop();
  };
  try {
    const listening = await listen(server, port, hosts);
    endpoint = `http://127.0.0.1:${listening}`;
    if (inspectPort !== undefined) inspector = await inspectorAt(inspectPort, [clock, workingTime]);
    const deploy = deployTo(services, options.reading, notify);
    await deploy(await cdkOut);
    services.restore();
    services.startSchedules();
    if (options.ses === 'at once') await ses.started();
    ready = true;
    return {
      port: listening,
      endpoint,
      inboxUrl: async () => (await ses.started()).inboxUrl,
      inspector: inspector?.address,
      status,
      emails: async () => (await ses.started()).emails(),
      clock,
      workingTime,
      idle: () => (clock.held ? inFlight.settled() : inFlight.idle()),
      settled: () => inFlight.settled(),
      redeploy: deploy,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** SES, started when it is first asked for. */
function sesOn(hosts: readonly string[], state: StateFile | undefined) {
  let starting: Promise<Ses> | undefined;
  return {
    started(): Promise<Ses> {
      starting ??= startSes(hosts, state);
      return starting;
    },
    stop: async () => (await starting)?.stop(),
  };
}

/** Loaded only when it is asked for: its WebSockets take tens of milliseconds to load. */
const inspectorAt = async (...given: Parameters<typeof startInspector>): Promise<Inspector> =>
  (await import('./inspector/start-inspector.ts')).startInspector(...given);

/** Deploys the templates of a folder. */
function deployTo(
  services: Services,
  { keepGoing, ...reading }: RuntimeOptions['reading'] = {},
  notify: OnNotice,
): (folder: string) => Promise<Change[]> {
  const onProblem = keepGoing
    ? ({ message: explanation }: Error) => notify({ kind: 'unread-template', explanation })
    : undefined;
  return (folder) => services.deploy(readTemplates([folder], onProblem, { ...reading, toRun: true }));
}

function closed(server: Server): Promise<unknown> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}

/** What surrounds the functions of a runtime. */
interface Surroundings {
  readonly isolation: Isolation | undefined;
  /** The time by which timeouts are counted: it stops while a debugger has paused a function. */
  readonly workingTime: WorkingTime;
  readonly sourceMaps: string | undefined;
  readonly isInspected: boolean;
}

/** Makes functions, JavaScript's in threads and those of other languages in processes. */
const functionsOf =
  (clock: Clock, surroundings: Surroundings): Foundation['makeFunction'] =>
  (config, environment, write) => {
    const carry = config.runtime.startsWith('nodejs')
      ? threadOf(config, environment, clock, surroundings)
      : inProcess(config, environment, surroundings.isolation !== undefined);
    return new WarmFunction(config, write, clock, carry, surroundings.workingTime);
  };

function threadOf(
  config: FunctionConfig,
  environment: Readonly<Record<string, string>>,
  clock: Clock,
  { isolation, workingTime, sourceMaps, isInspected }: Surroundings,
): Carry {
  const sourceMap = sourceMaps === undefined ? undefined : findSourceMap(config.root, sourceMaps);
  const confined = isolation?.confine(config.root, sourceMap, config.layers);
  return inThread(config, { ...confined?.environment, ...environment }, clock, {
    execArgv: confined?.execArgv ?? [],
    workingTime,
    sourceMap,
    isInspected,
  });
}

/** The routes with those that only a runtime with a clock and an inbox has. */
const withOwnPaths = (
  routes: Routes,
  status: () => Status,
  clock: Clock,
  ses: () => Promise<Ses>,
  state: StateFile | undefined,
): Routes => ({
  ...routes,
  paths: {
    '/_local/status': () => jsonAnswer(200, status()),
    '/_local/clock': (request) => clockApi(request, clock),
    // The first that a path begins with answers.
    '/_local/state/history': (request) => (state ? keptHistory(state, request) : noState()),
    '/_local/state': () => (state ? keptState(state, clock) : noState()),
    '/_local/emails': async () => jsonAnswer(200, await (await ses()).emails()),
    ...routes.paths,
  },
});
