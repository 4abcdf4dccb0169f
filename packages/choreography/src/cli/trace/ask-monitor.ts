import type { Access } from '#cli/aws/endpoint.ts';
import { httpFunction } from '#cli/aws/http-function.ts';
import { InputError } from '#template/input-error.ts';
import type { OrderView } from './order-view.ts';

/** Asks the monitor for one order: undefined while it has heard nothing of it. */
export type AskMonitor = (orderId: string) => Promise<OrderView | undefined>;

/**
 * Asks the monitor's API by invoking its function, page by page for an order of very many events. Throws an InputError
 * when the function is not there, or the endpoint or the credentials do not work.
 */
export function monitorAt(access: Access, functionName: string): AskMonitor {
  const ask = httpFunction(access, functionName);
  const page = async (orderId: string, cursor: string | null): Promise<OrderView | undefined> => {
    const query = cursor ? `cursor=${encodeURIComponent(cursor)}` : '';
    const { statusCode, body = '' } = await ask(`/orders/${encodeURIComponent(orderId)}`, query);
    if (statusCode === 404) return undefined;
    if (statusCode !== 200)
      throw new InputError(`The function ${functionName} did not answer as a monitor does: ${statusCode} ${body}`);
    return JSON.parse(body) as OrderView;
  };
  return async (orderId) => {
    const first = await page(orderId, null);
    if (!first) return undefined;
    const events = [...first.events];
    for (let cursor = first.cursor ?? null; cursor; ) {
      const next = await page(orderId, cursor);
      events.push(...(next?.events ?? []));
      cursor = next?.cursor ?? null;
    }
    return { ...first, events, cursor: null };
  };
}
