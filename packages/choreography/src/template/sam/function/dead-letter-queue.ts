import { isGiven } from '#template/sam/properties.ts';
import { refuse } from '#template/sam/refusal.ts';
import type { SamResource } from '#template/sam/resources.ts';

const ACTION: Readonly<Record<string, string>> = { SQS: 'sqs:SendMessage', SNS: 'sns:Publish' };

/** The queue or topic for what a function fails at when it is invoked asynchronously, and the policy that its role needs. */
export function deadLetterQueue({ id, properties }: SamResource): { arn: unknown; policies: object[] } {
  const config: { Type?: unknown; TargetArn?: unknown } | undefined = properties.DeadLetterQueue;
  if (!config || !isGiven(config)) return { arn: undefined, policies: [] };
  const { Type, TargetArn } = config;
  if (!Type || !TargetArn) refuse(id, "'DeadLetterQueue' requires Type and TargetArn properties to be specified.");
  if (typeof Type !== 'string') refuse(id, "Property 'DeadLetterQueue.Type' should be a string.");
  const action = ACTION[Type];
  if (!action) refuse(id, "'DeadLetterQueue' requires Type of ['SQS', 'SNS']");
  const statement = { Action: action, Resource: TargetArn, Effect: 'Allow' };
  return {
    arn: TargetArn,
    policies: [
      { PolicyName: 'DeadLetterQueuePolicy', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } },
    ],
  };
}
