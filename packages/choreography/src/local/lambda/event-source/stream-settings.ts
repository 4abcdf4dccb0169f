import { AwsError, invalidParameterValue, validationError } from '#local/gateway/aws-error.ts';
import { inRange } from '#local/lambda/constraints.ts';
import { functionName } from '#local/lambda/functions.ts';
import type { MappingInput, MappingSettings } from './mapping-settings.ts';
import { messageFilter } from './message-filter.ts';

/** What of a mapping is about streams only (developer guide: "Lambda parameters for Amazon DynamoDB event source mappings"). */
export interface StreamReading {
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly bisects: boolean;
  /** -1 for as long as the record is kept. */
  readonly maximumAgeSeconds: number;
  /** -1 for no limit. */
  readonly maximumRetries: number;
  /** ARN of the queue or topic for records of batches that were given up. */
  readonly onFailure: string | undefined;
  /** Batches are handled one after another whatever this is. */
  readonly parallelizationFactor: number;
}

export interface StreamInput extends MappingInput {
  readonly StartingPosition?: string;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly MaximumRetryAttempts?: number;
  readonly ParallelizationFactor?: number;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
  readonly TumblingWindowInSeconds?: number;
}

export const isStream = (sourceArn = ''): boolean => /^arn:[^:]+:dynamodb:.*\/stream\//.test(sourceArn);

/** Reads the settings of a mapping from a stream of DynamoDB. Throws Lambda's refusals. */
export function streamSettings(input: StreamInput): MappingSettings & { readonly stream: StreamReading } {
  const { BatchSize = 100, MaximumBatchingWindowInSeconds = 0, ParallelizationFactor = 1, StartingPosition } = input;
  const { MaximumRecordAgeInSeconds = -1, MaximumRetryAttempts = -1, FunctionResponseTypes = [] } = input;
  if (input.TumblingWindowInSeconds)
    throw new AwsError('UnsupportedOperationException', 'The local runtime has no tumbling windows.');
  if (StartingPosition === undefined)
    throw invalidParameterValue(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  if (StartingPosition !== 'TRIM_HORIZON' && StartingPosition !== 'LATEST')
    throw invalidParameterValue(`Unsupported starting position for DynamoDB Streams: ${StartingPosition}.`);
  inRange('batchSize', BatchSize, 1, 10_000);
  inRange('maximumBatchingWindowInSeconds', MaximumBatchingWindowInSeconds, 0, 300);
  inRange('parallelizationFactor', ParallelizationFactor, 1, 10);
  inRange('maximumRetryAttempts', MaximumRetryAttempts, -1, 10_000);
  inRange('maximumRecordAgeInSeconds', MaximumRecordAgeInSeconds, -1, 604_800);
  const onFailure = input.DestinationConfig?.OnFailure?.Destination;
  if (onFailure !== undefined && !/^arn:[^:]+:(sqs|sns):/.test(onFailure))
    throw validationError(`The destination of a mapping is a queue or a topic here, not "${onFailure}".`);
  return {
    sourceArn: String(input.EventSourceArn),
    functionName: functionName(String(input.FunctionName)),
    target: String(input.FunctionName),
    enabled: input.Enabled ?? true,
    batchSize: Number(BatchSize),
    windowSeconds: Number(MaximumBatchingWindowInSeconds),
    reportsFailures: FunctionResponseTypes.includes('ReportBatchItemFailures'),
    maximumConcurrency: undefined,
    filterCriteria: input.FilterCriteria?.Filters?.length ? input.FilterCriteria : undefined,
    passes: messageFilter(input.FilterCriteria),
    stream: {
      startingPosition: StartingPosition,
      bisects: input.BisectBatchOnFunctionError ?? false,
      maximumAgeSeconds: Number(MaximumRecordAgeInSeconds),
      maximumRetries: Number(MaximumRetryAttempts),
      onFailure,
      parallelizationFactor: Number(ParallelizationFactor),
    },
  };
}
