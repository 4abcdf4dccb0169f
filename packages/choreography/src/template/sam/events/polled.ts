import { made } from '#template/sam/resources.ts';
import type { EventType } from './event.ts';

/** What SAM lets the function's role do for its events that are polled: policies of AWS, by the event's type. */
export const POLLING_POLICIES: Readonly<Record<string, string>> = {
  SQS: 'service-role/AWSLambdaSQSQueueExecutionRole',
  Kinesis: 'service-role/AWSLambdaKinesisExecutionRole',
  DynamoDB: 'service-role/AWSLambdaDynamoDBExecutionRole',
};

/** `SQS`, `Kinesis`, `DynamoDB`: Lambda polls what `source` names, through an event source mapping. */
export const polled =
  (source: 'Queue' | 'Stream'): EventType =>
  ({ sam, target, id, properties: { [source]: arn, ...settings } }) => ({
    [id]: made(sam, 'AWS::Lambda::EventSourceMapping', {
      ...settings,
      EventSourceArn: arn,
      FunctionName: { Ref: target.id },
    }),
  });
