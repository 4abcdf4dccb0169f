import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Monitor } from '#contracts/define-monitor.ts';
import { changes } from './endpoints/changes.ts';
import { map } from './endpoints/map.ts';
import { order } from './endpoints/order.ts';
import { orders } from './endpoints/orders.ts';
import { BadParameter, Id } from './endpoints/parameters.ts';
import { participants } from './endpoints/participants.ts';
import { poison } from './endpoints/poison.ts';
import { unmatched } from './endpoints/unmatched.ts';
import { freshDeadLetters } from './fresh-dead-letters.ts';

type Endpoint = (monitor: Monitor, query: URLSearchParams, now: Date, context: Context) => Promise<object>;

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  orders,
  changes,
  participants: (_, query) => participants(query),
  map: (_, query) => map(query),
  unmatched: (monitor, query, _, context) => unmatched(monitor, query, context),
  poison: (_, query) => poison(query),
};

/**
 * The job that answers the monitor's API, as `answers.ts` describes it. It only reads, but for the notes of dead letters that
 * it brings up to date.
 */
export function apiJob(monitor: Monitor) {
  const logger = new Logger({ serviceName: `${monitor.name}/api` });
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
  const [, collection = '', id, ...rest] = rawPath.split('/');
  const query = new URLSearchParams(rawQueryString);
  try {
    if (collection === 'orders' && id && rest.length === 0) {
      const orderId = orderIdIn(id);
      await freshDeadLetters(monitor, context, logger);
      const view = await order(monitor, orderId, query, new Date());
      return view ? respond(200, view) : respond(404, { error: `No event of an order ${orderId} was heard.` });
    }
    const endpoint = Object.hasOwn(ENDPOINTS, collection) ? ENDPOINTS[collection] : undefined;
    if (!endpoint || id) return respond(404, { error: `There is nothing at ${rawPath}: ask for ${PATHS}.` });
    await freshDeadLetters(monitor, context, logger);
    return respond(200, await endpoint(monitor, query, new Date(), context));
  } catch (error) {
    if (error instanceof BadParameter) return respond(400, { error: error.message, field: error.field });
    throw error;
  }
}

const PATHS = ['/orders/ORDER_ID', ...Object.keys(ENDPOINTS).map((path) => `/${path}`)].join(', ');

function orderIdIn(path: string): string {
  const id = decoded(path);
  if (id === undefined) throw new BadParameter('id', `The order's id in the path is not URL-encoded: ${path}.`);
  const { error } = Id.safeParse(id);
  if (error) throw new BadParameter('id', `The order's id in the path ${error.issues[0]?.message}.`);
  return id;
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
      // What is late is late by this clock, not by that of whoever asks.
      'monitor-time': new Date().toISOString(),
    },
    body: JSON.stringify(body),
  };
}
