import { type Reach, reach } from '#cli/aws/reach.ts';
import { paintFor } from '#cli/paint.ts';
import { InputError } from '#template/input-error.ts';
import { monitorAt } from './ask-monitor.ts';
import { renderTrace } from './render-trace.ts';

/** `choreography trace ORDER_ID`. */
export async function trace(orderId: string, { json, ...where }: Reach & { json?: boolean }): Promise<void> {
  const { access, settings } = await reach(where);
  const { monitor, deadLetters } = settings;
  const view = await monitorAt(access, monitor.function)(orderId);
  if (!view)
    throw new InputError(`The monitor at ${access.endpoint ?? 'AWS'} has heard no event of an order ${orderId}.`);
  const queueOf = ({ participant, job }: { participant: string; job: string }) =>
    deadLetters.queue.replace('{participant}', participant).replace('{job}', job);
  console.log(json ? JSON.stringify(view, null, 2) : renderTrace(view, queueOf, paintFor(process.stdout)));
}
