import type { SamResource } from './resources.ts';

/** The queue or topic for what a function fails at when it is invoked asynchronously. */
export function deadLetterQueue({ properties }: SamResource): { arn: unknown; statements: object[] } {
  const { Type, TargetArn } = (properties.DeadLetterQueue ?? {}) as { Type?: string; TargetArn?: unknown };
  if (TargetArn === undefined) return { arn: undefined, statements: [] };
  const action = Type === 'SNS' ? 'sns:Publish' : 'sqs:SendMessage';
  return { arn: TargetArn, statements: [{ Effect: 'Allow', Action: action, Resource: TargetArn }] };
}
