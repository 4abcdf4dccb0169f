import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { decideOnce, describe, Refusal, say } from 'choreography/jobs';
import type { Order } from '../../events/fragments/order.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { checkout } from './participant.ts';
import { totalOf } from './total-of.ts';

const logger = new Logger({ serviceName: 'checkout/place-order' });

/**
 * Takes an order over HTTP (`POST /`, body `{ "order": Order }`) and says that it was placed. 202 with the order's id, also
 * when it is sent again; 409 when another order has that id; 400 with the fields that are wrong.
 */
export async function handler(
  request: APIGatewayProxyEventV2,
  context: Context,
): Promise<APIGatewayProxyStructuredResultV2> {
  const order = readOrder(request);
  if (typeof order === 'string') return respond(400, { error: order });
  try {
    const incoming = { data: { order }, key: order.id, eventId: null, correlationId: order.id, hops: 0 };
    const result = await decideOnce({ participant: checkout.name, name: 'place-order' }, placeOrder, incoming, context);
    logger.info(result, { correlationId: order.id, requestId: context.awsRequestId });
    return respond(202, { orderId: order.id });
  } catch (error) {
    if (error instanceof Refusal)
      return respond(409, { error: `Another order has the id ${order.id}: choose a new one.` });
    throw error;
  }
}

const placeOrder = async (data: { order: Order }) => ({ writes: [], events: [say(OrderPlaced, data)] });

/** The order in a request, or a sentence that says what is wrong with it. */
function readOrder({ requestContext, body, isBase64Encoded }: APIGatewayProxyEventV2): Order | string {
  if (requestContext.http.method !== 'POST') return `Send the order with POST, not ${requestContext.http.method}.`;
  let json: unknown;
  try {
    json = JSON.parse(isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? ''));
  } catch {
    return 'The body must be JSON: { "order": { … } }.';
  }
  const parsed = checkout.jobs['place-order'].accepts.safeParse(json);
  if (!parsed.success) return describe(parsed.error, 'body');
  return wrongTotal(parsed.data.order) ?? parsed.data.order;
}

function wrongTotal({ items, total }: Order): string | undefined {
  try {
    const sum = totalOf(items);
    if (sum.amount === total.amount && sum.currency === total.currency) return undefined;
    return `order.total: the items add up to ${sum.amount} ${sum.currency}, not ${total.amount} ${total.currency} (in minor units)`;
  } catch (error) {
    return (error as Error).message;
  }
}

function respond(statusCode: number, body: object): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
