import { refuse } from '#template/sam/refusal.ts';
import { getArn, made, type Resources } from '#template/sam/resources.ts';
import { eventName, type SamEvent } from './event.ts';

/**
 * The dead-letter queue of an event's rule or schedule: the ARN of one that is there, or the logical id of one that SAM
 * makes. Undefined when none is asked for.
 */
export function deadLettersOf(event: SamEvent): { readonly arn: unknown; readonly queue?: string } | undefined {
  const config: Readonly<Record<string, unknown>> | undefined = event.properties.DeadLetterConfig;
  if (config === undefined) return undefined;
  const { Arn, Type, QueueLogicalId } = config;
  const what = eventName(event);
  if ('Arn' in config && 'Type' in config)
    refuse(what, "You can either define 'Arn' or 'Type' property of DeadLetterConfig.");
  if ('Type' in config && Type !== 'SQS')
    refuse(what, "The only valid value for 'Type' property of DeadLetterConfig is 'SQS'.");
  if (!('Arn' in config) && !('Type' in config))
    refuse(what, "No 'Arn' or 'Type' property provided for DeadLetterConfig.");
  if (Arn !== undefined && Arn !== null) return { arn: Arn };
  if (QueueLogicalId !== undefined && QueueLogicalId !== null && typeof QueueLogicalId !== 'string')
    refuse(what, 'QueueLogicalId must be a string');
  const queue = QueueLogicalId ? String(QueueLogicalId) : `${event.id}Queue`;
  return { arn: getArn(queue), queue };
}

export const queueFor = ({ sam }: SamEvent, queue: string): Resources => ({
  [queue]: made(sam, 'AWS::SQS::Queue', {}),
});
