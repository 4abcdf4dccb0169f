import type { newEvent } from '#local/events/event.ts';
import type { Demand } from '#local/iam/demands/demand.ts';
import type { FunctionConfig } from '#local/lambda/function-config.ts';

type Attributes = Record<string, { DataType: string; StringValue: string }>;

/** What takes records of asynchronous invocations, beside other functions. */
export interface Destinations {
  toQueue(queueArn: string, body: string, attributes?: Attributes): Promise<void>;
  toTopic(topicArn: string, message: string): Promise<void>;
  toBus(busArn: string, event: Parameters<typeof newEvent>[0]): void;
  /** Throws AWS's AccessDeniedException unless the function's role lets it do that. */
  authorize(config: Pick<FunctionConfig, 'name' | 'roleArn'>, demand: Demand): void;
}

/** What leave the role of a function needs for each service that can be a destination (developer guide: "Permissions required for destinations"). */
const LEAVE: Readonly<Record<string, string>> = {
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
  lambda: 'lambda:InvokeFunction',
  events: 'events:PutEvents',
};

/** What a function's role must allow for a destination; undefined when it can be none. */
export function demandOf(destination: string, event?: { source: string; detailType: string }): Demand | undefined {
  const action = LEAVE[destination.split(':')[2] ?? ''];
  if (!action) return undefined;
  const context = event && { 'events:source': [event.source], 'events:detail-type': [event.detailType] };
  return { action, resource: destination, ...(context && { context }) };
}
