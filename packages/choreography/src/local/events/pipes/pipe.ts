import type { StreamInput } from '#local/lambda/event-source/stream-settings.ts';

/** The properties of an `AWS::Pipes::Pipe` that are honoured. */
export interface PipeProperties {
  readonly DesiredState?: string;
  readonly RoleArn: string;
  readonly Source: string;
  readonly SourceParameters?: {
    readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern?: string }[] };
    readonly SqsQueueParameters?: { readonly BatchSize?: number; readonly MaximumBatchingWindowInSeconds?: number };
    readonly DynamoDBStreamParameters?: StreamInput & {
      readonly OnPartialBatchItemFailure?: string;
      readonly DeadLetterConfig?: { readonly Arn?: string };
    };
  };
  readonly Enrichment?: string;
  readonly EnrichmentParameters?: { readonly InputTemplate?: string };
  readonly Target: string;
  readonly TargetParameters?: {
    readonly InputTemplate?: string;
    readonly EventBridgeEventBusParameters?: {
      readonly DetailType?: string;
      readonly Source?: string;
      readonly Resources?: readonly string[];
      readonly Time?: string;
    };
    readonly SqsQueueParameters?: { readonly MessageGroupId?: string; readonly MessageDeduplicationId?: string };
    readonly LambdaFunctionParameters?: { readonly InvocationType?: string };
  };
}

export interface Pipe {
  readonly name: string;
  readonly arn: string;
  readonly properties: PipeProperties;
}

/** What of a pipe the runtime cannot do; empty if it can do all. */
export function whyNoPipe({ Source, Enrichment, Target }: PipeProperties): string[] {
  const service = (resourceArn: string) => String(resourceArn).split(':')[2] ?? '';
  const isSource = service(Source) === 'sqs' || /:dynamodb:.*\/stream\//.test(String(Source));
  const isTarget = ['lambda', 'sqs', 'sns'].includes(service(Target)) || /:event-bus\//.test(String(Target));
  return [
    ...(isSource ? [] : [`pipes read SQS queues and DynamoDB streams here, not ${Source}`]),
    ...(isTarget ? [] : [`pipes write to buses, queues, topics and functions here, not to ${Target}`]),
    ...(Enrichment === undefined || service(Enrichment) === 'lambda'
      ? []
      : [`pipes are enriched by functions here, not by ${Enrichment}`]),
  ];
}
