import { checkInput } from '#local/events/input/check-input.ts';
import { limitExceeded } from '#local/events/limit-exceeded.ts';
import type { Rule, Target } from '#local/events/rule.ts';
import { AwsError, validationError } from '#local/gateway/aws-error.ts';
import { type AccountRegion, accountRegionIn, isSame } from '#local/runtime/account.ts';
import type { Actions } from './action.ts';
import { ofForeignBus } from './foreign-bus.ts';
import { type PageInput, pageOf } from './page.ts';

interface TargetsInput {
  readonly Rule: string;
  readonly EventBusName?: string;
}

/** How many targets a rule may have (user guide: "EventBridge quotas"). */
const MAX_TARGETS = 5;

export const TARGET_ACTIONS: Actions = {
  PutTargets: ({ Rule: name, EventBusName, Targets }: TargetsInput & { Targets: Target[] }, broker) => {
    const rule = broker.buses.rule(name, EventBusName);
    for (const { RoleArn } of Targets) broker.mustBeTrusted(RoleArn);
    putTargets(rule, Targets);
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
  RemoveTargets: ({ Rule: name, EventBusName, Ids }: TargetsInput & { Ids: string[] }, { buses }) => {
    const { targets } = buses.rule(name, EventBusName);
    const unknown = Ids.filter((id) => !targets.delete(id));
    return {
      FailedEntryCount: unknown.length,
      FailedEntries: unknown.map((TargetId) => ({
        TargetId,
        ErrorCode: 'ResourceNotFoundException',
        ErrorMessage: `Rule ${name} does not have a target with the Id ${TargetId}.`,
      })),
    };
  },
  ListTargetsByRule: ({ Rule: name, EventBusName, ...input }: TargetsInput & PageInput, { buses }) => {
    const { page, ...more } = pageOf([...buses.rule(name, EventBusName).targets.values()], ({ Id }) => Id, input);
    return { Targets: page, ...more };
  },
};

/**
 * Gives a rule targets; one with an id that the rule has is changed. Throws EventBridge's answer to a wrong one, and changes nothing.
 * @param more services that can be delivered to beside those that are here
 */
export function putTargets(rule: Rule, targets: readonly Target[], more: readonly string[] = []): void {
  const put = targets.map((target) => ofForeignBus(rule.targets.get(target.Id), target));
  for (const target of put) {
    check(target, more);
    checkPlace(target, accountRegionIn(rule.arn));
  }
  if (new Set([...rule.targets.keys(), ...put.map(({ Id }) => Id)]).size > MAX_TARGETS) throw limitExceeded();
  for (const target of put) rule.targets.set(target.Id, target);
}

/** Services that a rule can deliver to here. */
const SERVICES = ['lambda', 'sqs', 'sns', 'events', 'logs'];
const HONOURED = new Set(
  'Id Arn RoleArn Input InputPath InputTransformer SqsParameters HttpParameters DeadLetterConfig RetryPolicy'.split(
    ' ',
  ),
);

/** What is not supported about a target, by its ARN; undefined if rules deliver to such. */
export function whyNoTarget(targetArn: string, more: readonly string[] = []): string | undefined {
  const [, , service = '', , , resource = ''] = targetArn.split(':');
  if (service === 'events' && !/^(event-bus|api-destination)\//.test(resource)) return `the target ${targetArn}`;
  return [...SERVICES, ...more].includes(service) ? undefined : `targets of the service "${service}": ${targetArn}`;
}

function check(target: Target, more: readonly string[]): void {
  const { Id, Arn, SqsParameters, DeadLetterConfig } = target;
  const [prefix, , service = '', , , resource = ''] = Arn.split(':');
  if (prefix !== 'arn' || resource === '')
    throw validationError(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  const why = whyNoTarget(Arn, more);
  if (why !== undefined) throw unsupported(why);
  const unknown = Object.keys(target).find((property) => !HONOURED.has(property));
  if (unknown) throw unsupported(`${unknown} of the target ${Id}`);
  if (service === 'sqs' && Arn.endsWith('.fifo') && !SqsParameters?.MessageGroupId)
    throw validationError(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
  // A standard queue takes a message group, too (SqsParameters: "an Amazon SQS fair or FIFO queue").
  const toApi = resource.startsWith('api-destination/');
  if (toApi && !target.RoleArn) throw validationError(`RoleArn is required for target ${Arn}.`);
  if (target.HttpParameters && !toApi)
    throw validationError(`Parameter(s) HttpParameters not valid for target: ${Id}.`);
  if (SqsParameters && service !== 'sqs')
    throw validationError(`Parameter(s) SqsParameters not valid for target: ${Id}.`);
  if (DeadLetterConfig?.Arn && DeadLetterConfig.Arn.split(':')[2] !== 'sqs')
    throw validationError(`DeadLetterConfig of target ${Id} must name an SQS queue.`);
  if (DeadLetterConfig?.Arn?.endsWith('.fifo'))
    throw validationError('SQS FIFO is not supported by Dead Letter Queues.');
  checkInput(target);
}

/**
 * Only a bus may be in another region, and a bus of another account or region is reached in a role (API reference: PutTargets;
 * user guide: "Sending and receiving events between AWS accounts", "… between AWS Regions").
 */
function checkPlace({ Arn, RoleArn }: Target, at: AccountRegion): void {
  const there = accountRegionIn(Arn);
  if (isSame(there, at)) return;
  if (Arn.split(':')[2] === 'events') {
    if (RoleArn === undefined) throw validationError(`RoleArn is required for target ${Arn}.`);
  } else if (there.region !== at.region)
    throw validationError(
      `Parameter ${Arn} is not valid. Reason: Only an event bus may be a target in another region than the rule, which is in ${at.region}.`,
    );
}

const unsupported = (what: string): AwsError =>
  new AwsError('UnsupportedOperationException', `The local runtime does not support ${what}.`);
