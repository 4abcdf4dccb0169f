import { made } from '../resources.ts';
import type { EventType } from './event.ts';

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
