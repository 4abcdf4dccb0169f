import { AwsError, validationError } from '../../aws-error.ts';
import { checkInput } from '../input/check-input.ts';
import { limitExceeded } from '../limit-exceeded.ts';
import type { Rule, Target } from '../rule.ts';
import type { Actions } from './action.ts';
import { ofForeignBus } from './foreign-bus.ts';
import { type PageInput, pageOf } from './page.ts';

interface TargetsInput {
  readonly Rule: string;
  readonly EventBusName?: string;
}

/** How many targets a rule may have (user guide: "EventBridge quotas"). */
const MOST_TARGETS = 5;

export const TARGET_ACTIONS: Actions = {
  PutTargets: ({ Rule, EventBusName, Targets }: TargetsInput & { Targets: Target[] }, { buses }) => {
    putTargets(buses.rule(Rule, EventBusName), Targets);
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
  RemoveTargets: ({ Rule, EventBusName, Ids }: TargetsInput & { Ids: string[] }, { buses }) => {
    const { targets } = buses.rule(Rule, EventBusName);
    const unknown = Ids.filter((id) => !targets.delete(id));
    return {
      FailedEntryCount: unknown.length,
      FailedEntries: unknown.map((TargetId) => ({
        TargetId,
        ErrorCode: 'ResourceNotFoundException',
        ErrorMessage: `Rule ${Rule} does not have a target with the Id ${TargetId}.`,
      })),
    };
  },
  ListTargetsByRule: ({ Rule, EventBusName, ...input }: TargetsInput & PageInput, { buses }) => {
    const { page, ...more } = pageOf([...buses.rule(Rule, EventBusName).targets.values()], ({ Id }) => Id, input);
    return { Targets: page, ...more };
  },
};

/** Gives a rule targets; one with an id that the rule has is changed. Throws EventBridge's answer to a wrong one, and changes nothing. */
export function putTargets(rule: Rule, targets: readonly Target[]): void {
  const put = targets.map((target) => ofForeignBus(rule.targets.get(target.Id), target));
  for (const target of put) check(target);
  if (new Set([...rule.targets.keys(), ...put.map(({ Id }) => Id)]).size > MOST_TARGETS) throw limitExceeded();
  for (const target of put) rule.targets.set(target.Id, target);
}

/** Services that a rule can deliver to here. */
const SERVICES = ['lambda', 'sqs', 'sns', 'events', 'logs'];
const HONOURED = new Set(
  'Id Arn RoleArn Input InputPath InputTransformer SqsParameters DeadLetterConfig RetryPolicy'.split(' '),
);

function check(target: Target): void {
  const { Id, Arn, SqsParameters, DeadLetterConfig } = target;
  const [prefix, , service = '', , , resource = ''] = Arn.split(':');
  if (prefix !== 'arn' || resource === '')
    throw validationError(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  if (service === 'events' && !resource.startsWith('event-bus/')) throw unsupported(`the target ${Arn}`);
  if (!SERVICES.includes(service)) throw unsupported(`targets of the service "${service}": ${Arn}`);
  const unknown = Object.keys(target).find((property) => !HONOURED.has(property));
  if (unknown) throw unsupported(`${unknown} of the target ${Id}`);
  if (service === 'sqs' && Arn.endsWith('.fifo') && !SqsParameters?.MessageGroupId)
    throw validationError(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
  if (SqsParameters && !Arn.endsWith('.fifo'))
    throw validationError(`Parameter(s) SqsParameters not valid for target: ${Id}.`);
  if (DeadLetterConfig?.Arn && DeadLetterConfig.Arn.split(':')[2] !== 'sqs')
    throw validationError(`DeadLetterConfig of target ${Id} must name an SQS queue.`);
  checkInput(target);
}

const unsupported = (what: string): AwsError =>
  new AwsError('UnsupportedOperationException', `The local runtime does not support ${what}.`);
