import { readTemplates } from '#template/read-templates.ts';
import type { AwsRequest, AwsResponse } from './backend.ts';
import { Clock } from './clock.ts';
import { clockApi } from './clock-api.ts';
import { composeServices } from './compose-services.ts';
import { isEnabled } from './events/rule.ts';
import { createGateway } from './gateway.ts';
import type { IamMode } from './iam/iam.ts';
import { InFlight } from './in-flight.ts';
import { URL_PREFIX } from './lambda/function-url.ts';
import { Isolation } from './lambda/isolation.ts';
import { ThreadedFunction } from './lambda/lambda-function.ts';
import { listen } from './listen.ts';
import type { OnNotice } from './notice.ts';
import type { Change } from './resources/deployment.ts';
import type { ParameterValues } from './resources/system-evaluation.ts';
import { type Email, startSes } from './ses/start-ses.ts';

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
  const onFault = (error: Error) => notify({ kind: 'fault', explanation: error.stack ?? error.message });
  const clock = new Clock(inFlight, onFault);
  let ready = false;
  let endpoint = '';
  const startingSes = startSes(hosts);
  const isolation = isolate ? new Isolation() : undefined;
  const services = await composeServices({
    ...{ clock, inFlight, notify, iamMode, parameters, endpoint: () => endpoint },
    email: async (request) => (await startingSes).handle(request),
    makeFunction(config, environment, write) {
      const confined = isolation?.confine(config.root);
      return new ThreadedFunction(
        config,
        { ...confined?.environment, ...environment },
        write,
        clock,
        confined?.execArgv,
      );
    },
  });
  const { brokers, functions, functionUrls, routes } = services;
  const status = (): Status => ({
    ready,
    functions: functions.all().map(({ config }) => config.name),
    rules: brokers.home.buses
      .all()
      .flatMap(({ name: bus, rules }) =>
        [...rules.values()].map((rule) => ({ bus, name: rule.name, enabled: isEnabled(rule) })),
      ),
    urls: Object.fromEntries([...functionUrls.keys()].map((name) => [name, `${endpoint}${URL_PREFIX}${name}/`])),
  });
  const paths = {
    '/_local/status': () => json(status()),
    '/_local/clock': (request: AwsRequest) => clockApi(request, clock),
    '/_local/emails': async () => json(await (await startingSes).emails()),
    ...routes.paths,
  };
  const server = createGateway({ ...routes, paths }, hosts, onFault);
  const stop = async () => {
    clock.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await Promise.all([services.stop(), startingSes.then((ses) => ses.stop())]);
    isolation?.stop();
  };

  try {
    const listening = await listen(server, port, hosts);
    endpoint = `http://127.0.0.1:${listening}`;
    const deploy = (folder: string) => services.deploy(readTemplates([folder]));
    await deploy(await cdkOut);
    services.startSchedules();
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
