import type { Access } from '#cli/aws/endpoint.ts';
import { invokedFunction } from '#cli/aws/invoked-function.ts';
import type { ProcessesAnswer } from '#monitor/api-types.ts';
import { type AskMonitor, getAnswer, monitorBehind } from './read-monitor.ts';

/**
 * Asks the monitor's API by invoking its function. Throws an InputError when the function is not there, the endpoint or the credentials
 * do not work, or there is no such process.
 */
export const monitorAt = (access: Access, functionName: string): AskMonitor =>
  monitorBehind(invokedFunction(access, functionName), functionName);

/** What the monitor itself says of instances, by event types. */
export async function monitorsOwnEvents(access: Access, functionName: string): Promise<Set<string>> {
  const ask = invokedFunction(access, functionName);
  const answer = await getAnswer<ProcessesAnswer>(ask, functionName, '/processes', {});
  return new Set((answer?.processes ?? []).flatMap(({ completed, overdue }) => [completed, overdue]));
}
