import { findAccess } from '../aws/endpoint.ts';
import { readSettings } from '../settings.ts';
import { InputError } from '../template/input-error.ts';
import { monitorAt } from './ask-monitor.ts';
import { paintFor, renderTrace } from './render-trace.ts';

/** `choreography trace ORDER_ID`. */
export async function trace(
  orderId: string,
  { json, endpointUrl }: { json?: boolean; endpointUrl?: string },
): Promise<void> {
  const { monitor } = readSettings();
  const view = await monitorAt(await findAccess(endpointUrl), monitor.function)(orderId);
  if (!view) throw new InputError(`The monitor has heard no event of an order ${orderId}.`);
  console.log(json ? JSON.stringify(view, null, 2) : renderTrace(view, paintFor(process.stdout)));
}
