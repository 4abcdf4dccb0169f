import type { Brokers } from '#local/events/brokers.ts';
import { AwsError, validationError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { checkShape } from '#local/gateway/constraints.ts';
import { jsonIn } from '#local/gateway/json-body.ts';
import { type AccountRegion, accountRegionIn } from '#local/runtime/account.ts';
import { isObject } from '#template/document/as-object.ts';
import { EVENTS_ACTIONS, UNSUPPORTED_FAMILIES, UNSUPPORTED_PARAMETERS } from './actions.ts';
import { SHAPES } from './shapes.ts';

/** EventBridge's API: JSON, the action in a header. @param at the caller's account, and the region that is called */
export function eventsApi({ headers, body }: AwsRequest, brokers: Brokers, at: AccountRegion): AwsResponse {
  const name = headers['x-amz-target']?.split('.').at(-1) ?? '';
  const action = Object.hasOwn(EVENTS_ACTIONS, name) ? EVENTS_ACTIONS[name] : undefined;
  const input = parse(body);
  const [parameter, family] = UNSUPPORTED_PARAMETERS[name] ?? [];
  if (parameter !== undefined && input[parameter] !== undefined) throw unsupportedOf(`${parameter} of ${name}`, family);
  checkShape(input, SHAPES[name] ?? {});
  if (!action) throw unsupported(name);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(action(input, brokers.in(ownerOf(name, input, at)))),
  };
}

/**
 * The account of the bus that a call is about, which the ARN of a bus may say. Throws EventBridge's answer to a bus of another
 * region.
 */
function ownerOf(action: string, input: Record<string, unknown>, at: AccountRegion): AccountRegion {
  const named = [action.endsWith('EventBus') ? input.Name : input.EventBusName];
  if (action === 'PutEvents' && Array.isArray(input.Entries))
    for (const entry of input.Entries) named.push(Object(entry).EventBusName);
  const arns = named.filter((name): name is string => typeof name === 'string' && name.startsWith('arn:'));
  const buses = arns.map((bus) => accountRegionIn(bus));
  if (buses.some(({ region }) => region !== at.region)) throw validationError('Cross-region API call is not allowed.');
  // An event's account is that of its producer, not that of the bus.
  return action === 'PutEvents' ? at : { ...at, account: buses[0]?.account ?? at.account };
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    const input = jsonIn(body);
    if (isObject(input)) return input as Record<string, unknown>;
  } catch {
    // Refused below.
  }
  throw new AwsError('SerializationException', 'The request is no JSON object.');
}

function unsupported(name: string): AwsError {
  const family = UNSUPPORTED_FAMILIES.find(([part]) => part.test(name))?.[1];
  if (family !== undefined) return unsupportedOf(name, family);
  return new AwsError(
    'UnsupportedOperationException',
    `The local runtime does not answer ${name || 'this call'} of EventBridge.`,
  );
}

const unsupportedOf = (what: string, family?: string): AwsError =>
  new AwsError('UnsupportedOperationException', `${what} is not supported: the local runtime has no ${family}.`);
