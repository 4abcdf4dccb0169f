import * as z from 'zod';
import type { Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import type { InstancesAnswer } from '#monitor/api-types.ts';
import { INSTANCE_STATES, listInstances } from '#monitor/instances/list-instances.ts';
import { BadParameter, Cursor, Key, Limit, readParameters, Time, toCursor } from './parameters.ts';

const PARAMETERS = {
  state: z.enum(INSTANCE_STATES, `must be one of ${INSTANCE_STATES.join(', ')}`).optional(),
  party: Key.optional(),
  from: Time.optional(),
  to: Time.optional(),
  limit: Limit,
  cursor: Cursor,
};

/** `GET /processes/{p}/instances?state=&party=&from=&to=&limit=&cursor=` */
export async function instances(
  process: Process,
  query: URLSearchParams,
  now: Date,
  remaining: RemainingTime,
): Promise<InstancesAnswer> {
  const { limit, cursor = null, ...filter } = readParameters(query, PARAMETERS);
  if (filter.from && filter.to && filter.to < filter.from)
    throw new BadParameter('to', 'The parameter to must not be earlier than from.');
  const page = await listInstances(process, filter, { after: cursor, limit, now }, remaining);
  return { instances: page.instances, cursor: toCursor(page.last) };
}
