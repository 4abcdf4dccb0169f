import { AwsError, invalidParameterValue, validationError } from '#local/gateway/aws-error.ts';
import { inRange } from '#local/lambda/constraints.ts';
import { functionName } from '#local/lambda/functions.ts';
import { type FilterCriteria, messageFilter } from './message-filter.ts';
import { isStream, type StreamReading, streamSettings } from './stream-settings.ts';

/** What CreateEventSourceMapping takes, and UpdateEventSourceMapping; a template's properties have the same names. */
export interface MappingInput {
  readonly EventSourceArn?: string;
  readonly FunctionName?: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly FilterCriteria?: FilterCriteria;
}

/** How a function is fed from a queue, or from a stream. */
export interface MappingSettings {
  readonly sourceArn: string;
  readonly functionName: string;
  /** The function as it was asked for: its name or ARN, with a version or an alias if one was given. */
  readonly target: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Whether the function's answer names the messages that failed. */
  readonly reportsFailures: boolean;
  readonly maximumConcurrency: number | undefined;
  readonly filterCriteria: FilterCriteria | undefined;
  passes(record: { readonly body: string }): boolean;
  /** Where the source is a stream, whose ARN `sourceArn` is. */
  readonly stream?: StreamReading;
}

/** Properties of streams and of other sources. */
const OF_OTHER_SOURCES = [
  ...['StartingPosition', 'StartingPositionTimestamp', 'ParallelizationFactor', 'BisectBatchOnFunctionError'],
  ...['MaximumRecordAgeInSeconds', 'MaximumRetryAttempts', 'TumblingWindowInSeconds', 'Topics', 'Queues'],
  ...['SelfManagedEventSource', 'SourceAccessConfigurations', 'AmazonManagedKafkaEventSourceConfig'],
  ...['SelfManagedKafkaEventSourceConfig', 'DocumentDBEventSourceConfig'],
];

/** Reads what is asked for. Throws Lambda's refusals, and an UnsupportedOperationException for what cannot be honoured. */
export function mappingSettings(input: MappingInput): MappingSettings {
  if (isStream(input.EventSourceArn)) return streamSettings(input);
  const { EventSourceArn: sourceArn, BatchSize = 10, MaximumBatchingWindowInSeconds = 0, ScalingConfig } = input;
  if (!sourceArn) throw invalidParameterValue('Unrecognized event source.');
  const service = sourceArn.split(':')[2];
  if (service !== 'sqs')
    throw unsupported(
      `event source mappings are from SQS queues and DynamoDB streams only, not from ${service} (${sourceArn})`,
    );
  refuseOthers(input);
  inRange('batchSize', BatchSize, 1, 10_000);
  inRange('maximumBatchingWindowInSeconds', MaximumBatchingWindowInSeconds, 0, 300);
  const concurrency = ScalingConfig?.MaximumConcurrency;
  inRange('scalingConfig.maximumConcurrency', concurrency, 2, 1000);
  if (sourceArn.endsWith('.fifo')) {
    if (MaximumBatchingWindowInSeconds > 0)
      throw invalidParameterValue('Batching window is not supported for FIFO queues');
    if (BatchSize > 10) throw invalidParameterValue('Batch size must be less than or equal to 10 for FIFO queues');
  }
  if (BatchSize > 10 && MaximumBatchingWindowInSeconds === 0)
    throw invalidParameterValue(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  return {
    sourceArn,
    functionName: functionName(String(input.FunctionName)),
    target: String(input.FunctionName),
    enabled: input.Enabled ?? true,
    batchSize: BatchSize,
    windowSeconds: MaximumBatchingWindowInSeconds,
    reportsFailures: reportsFailures(input),
    maximumConcurrency: concurrency,
    filterCriteria: input.FilterCriteria?.Filters?.length ? input.FilterCriteria : undefined,
    passes: messageFilter(input.FilterCriteria),
  };
}

function refuseOthers(input: MappingInput): void {
  const foreign = OF_OTHER_SOURCES.find((name) => Object.hasOwn(input, name));
  if (foreign) throw invalidParameterValue(`${foreign} is not valid for SQS event sources.`);
  if (Object.hasOwn(input, 'DestinationConfig'))
    throw invalidParameterValue('Unsupported DestinationConfig parameter for given event source mapping type.');
  if (Object.hasOwn(input, 'ProvisionedPollerConfig'))
    throw unsupported('ProvisionedPollerConfig of event source mappings is not supported');
}

function reportsFailures({ FunctionResponseTypes = [] }: MappingInput): boolean {
  const unknown = FunctionResponseTypes.find((type) => type !== 'ReportBatchItemFailures');
  if (unknown !== undefined)
    throw validationError(
      `1 validation error detected: Value '[${unknown}]' at 'functionResponseTypes' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [ReportBatchItemFailures]]`,
    );
  return FunctionResponseTypes.length > 0;
}

const unsupported = (message: string): AwsError =>
  new AwsError('UnsupportedOperationException', `The local runtime cannot do that: ${message}.`);
