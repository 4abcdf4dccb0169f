import type { Scheduler } from '#local/events/scheduler/scheduler.ts';
import { AwsError, validationError } from '#local/gateway/aws-error.ts';
import { type AwsRequest, type AwsResponse, jsonAnswer } from '#local/gateway/backend.ts';
import { checkShape } from '#local/gateway/constraints.ts';
import type { AccountRegion } from '#local/runtime/account.ts';
import { isObject } from '#template/document/as-object.ts';
import type { Actions, Call } from './action.ts';
import { GROUPS } from './groups.ts';
import { SCHEDULES } from './schedules.ts';
import { SHAPES } from './shapes.ts';
import { TAGS } from './tags.ts';

const ACTIONS: Actions = { ...SCHEDULES, ...GROUPS, ...TAGS };

/** EventBridge Scheduler's REST API: `/COLLECTION/NAME`. @param at the caller's account, and the region that is called */
export function schedulerApi(
  { method, path, body }: AwsRequest,
  scheduler: Scheduler,
  at: AccountRegion,
  mustAssume: Call['mustAssume'],
): AwsResponse {
  const { pathname, searchParams: query } = new URL(path, 'http://localhost');
  const [collection = '', ...named] = pathname.slice(1).split('/');
  const name = decodeURIComponent(named.join('/'));
  const key = `${method} /${collection}${name === '' ? '' : '/*'}`;
  const action = Object.hasOwn(ACTIONS, key) ? ACTIONS[key] : undefined;
  if (!action)
    throw new AwsError(
      'UnsupportedOperationException',
      `The local runtime does not answer ${method} ${pathname} of EventBridge Scheduler.`,
    );
  const input = parse(body);
  checkShape({ ...fromQuery(query), ...input, Name: name, ResourceArn: name }, SHAPES[key] ?? {});
  return jsonAnswer(200, action({ name, query, input, at, scheduler, mustAssume }));
}

function parse(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    const input: unknown = JSON.parse(body.toString('utf8'));
    if (isObject(input)) return input as Record<string, unknown>;
  } catch {
    // Refused below.
  }
  throw validationError('The request is no JSON object.');
}

/** Names of parameters, as the API has them, by those in the query (API reference: ListSchedules, DeleteSchedule). */
const IN_QUERY: Readonly<Record<string, string>> = {
  groupName: 'GroupName',
  ScheduleGroup: 'GroupName',
  clientToken: 'ClientToken',
};

function fromQuery(query: URLSearchParams): Record<string, unknown> {
  const given = [...query].map(([name, value]) => [
    IN_QUERY[name] ?? name,
    name === 'MaxResults' ? Number(value) : value,
  ]);
  return { ...Object.fromEntries(given), ...(query.has('TagKeys') && { TagKeys: query.getAll('TagKeys') }) };
}
