import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { checkoutProcess } from './checkout-process.ts';
import { failuresOf } from './failures.ts';
import { readOrder } from './order-items.ts';
import { orderView } from './order-view.ts';

/** The monitor's API: `GET /orders/{id}` answers all that happened to one order, and what should have. */
export async function handler({
  rawPath,
  requestContext,
}: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  if (requestContext.http.method !== 'GET')
    return respond(405, { error: `Only GET is answered, not ${requestContext.http.method}.` });
  const [, collection, id, ...rest] = rawPath.split('/');
  if (collection !== 'orders' || !id || rest.length > 0) {
    return respond(404, { error: `There is nothing at ${rawPath}: ask for /orders/ORDER_ID.` });
  }
  const orderId = decodeURIComponent(id);
  const [order, failures] = await Promise.all([readOrder(orderId), failuresOf(checkoutProcess, orderId)]);
  if (!order) return respond(404, { error: `No event of an order ${orderId} was heard.` });
  return respond(200, orderView(checkoutProcess, orderId, order, failures, new Date()));
}

function respond(statusCode: number, body: object): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}
