import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Monitor } from '#contracts/define-monitor.ts';
import type { Process } from '#contracts/define-process.ts';
import { jobLogger } from '#jobs/log/job-logger.ts';
import { askForSweep } from './dead-letters/ask-for-sweep.ts';
import { changes } from './endpoints/changes.ts';
import { found } from './endpoints/found.ts';
import { instance } from './endpoints/instance.ts';
import { instances } from './endpoints/instances.ts';
import { map } from './endpoints/map.ts';
import { BadParameter, Key } from './endpoints/parameters.ts';
import { participants } from './endpoints/participants.ts';
import { poison } from './endpoints/poison.ts';
import { processes } from './endpoints/processes.ts';
import { unmatched } from './endpoints/unmatched.ts';

type Endpoint = (monitor: Monitor, query: URLSearchParams, now: Date, context: Context) => Promise<object>;

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  processes: async (monitor, query) => processes(monitor, query),
  instances: found,
  changes,
  participants: (_, query, now, context) => participants(query, now, context),
  map: (_, query, now, context) => map(query, now, context),
  unmatched: (monitor, query, now, context) => unmatched(monitor, query, now, context),
  poison: (_, query) => poison(query),
};

/**
 * The job that answers the monitor's API, as `api-types.ts` describes it. It only reads, and asks the sweep for dead letters.
 */
export function apiJob(monitor: Monitor) {
  const logger = jobLogger(`${monitor.name}/api`);
  return (request: APIGatewayProxyEventV2, context: Context) => answer(monitor, request, context, logger);
}

async function answer(
  monitor: Monitor,
  { rawPath, rawQueryString, requestContext }: APIGatewayProxyEventV2,
  context: Context,
  logger: Logger,
): Promise<APIGatewayProxyStructuredResultV2> {
  if (requestContext.http.method !== 'GET')
    return respond(405, { error: `Only GET is answered, not ${requestContext.http.method}.` });
  const query = new URLSearchParams(rawQueryString);
  try {
    const asked = find(monitor, rawPath, query);
    if (typeof asked === 'string') return respond(404, { error: asked });
    await askForSweep(logger);
    const body = await asked(new Date(), context);
    return typeof body === 'string' ? respond(404, { error: body }) : respond(200, body);
  } catch (error) {
    if (error instanceof BadParameter) return respond(400, { error: error.message, field: error.field });
    throw error;
  }
}

/** Gives the answer, or says in a sentence that nothing is there. */
type Answering = (now: Date, context: Context) => Promise<object | string>;

/** What a path asks for; a sentence if there is no such path. */
function find(monitor: Monitor, path: string, query: URLSearchParams): Answering | string {
  const [, collection = '', name, what, key, ...rest] = path.split('/');
  if (collection === 'processes' && name && what === 'instances' && rest.length === 0) {
    const process = monitor.processes.find((one) => one.name === name);
    if (!process) return `There is no process ${quoted(name)} here: ${listed(monitor.processes)}.`;
    if (!key) return (now, context) => instances(process, query, now, context);
    const wanted = keyIn(key);
    return async (now) =>
      (await instance(process, wanted, query, now)) ??
      `No event of the ${process.instance.one} ${quoted(wanted)} was heard.`;
  }
  const endpoint = Object.hasOwn(ENDPOINTS, collection) ? ENDPOINTS[collection] : undefined;
  if (!endpoint || name) return `There is nothing at ${path}: ask for ${PATHS}.`;
  return (now, context) => endpoint(monitor, query, now, context);
}

const PATHS = [
  '/processes/PROCESS/instances/KEY',
  '/processes/PROCESS/instances',
  ...Object.keys(ENDPOINTS).map((path) => `/${path}`),
].join(', ');

const quoted = (text: string): string => JSON.stringify(text);
const listed = (all: readonly Process[]): string => `there are ${all.map(({ name }) => name).join(', ')}`;

function keyIn(encoded: string): string {
  const key = decoded(encoded);
  if (key === undefined) throw new BadParameter('key', `The key in the path is not URL-encoded: ${encoded}.`);
  const { error } = Key.safeParse(key);
  if (error) throw new BadParameter('key', `The key in the path ${error.issues[0]?.message}.`);
  return key;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function respond(statusCode: number, body: object): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      // Lateness is computed by this clock, not by the client's.
      'monitor-time': new Date().toISOString(),
    },
    body: JSON.stringify(body),
  };
}
