import { type PipeProperties, whyNoPipe } from '#local/events/pipes/pipe.ts';
import { arn } from '#local/runtime/account.ts';
import { physicalName, type Resource, type ResourceType } from './resource-type.ts';

const pipeArn = (resource: Resource): string => arn('pipes', `pipe/${physicalName(resource, 'Name')}`);

const pipe: ResourceType = {
  honours: [
    ...['Name', 'DesiredState', 'RoleArn', 'Source', 'Enrichment', 'EnrichmentParameters.InputTemplate', 'Target'],
    ...[
      'FilterCriteria.Filters.*.Pattern',
      'SqsQueueParameters.BatchSize',
      'SqsQueueParameters.MaximumBatchingWindowInSeconds',
    ].map((property) => `SourceParameters.${property}`),
    ...[
      'StartingPosition',
      'BatchSize',
      'MaximumBatchingWindowInSeconds',
      'MaximumRecordAgeInSeconds',
      'MaximumRetryAttempts',
      'ParallelizationFactor',
      'OnPartialBatchItemFailure',
      'DeadLetterConfig.Arn',
    ].map((property) => `SourceParameters.DynamoDBStreamParameters.${property}`),
    ...[
      'InputTemplate',
      'SqsQueueParameters.MessageGroupId',
      'SqsQueueParameters.MessageDeduplicationId',
      'LambdaFunctionParameters.InvocationType',
    ].map((property) => `TargetParameters.${property}`),
    ...['DetailType', 'Source', 'Resources', 'Time'].map(
      (property) => `TargetParameters.EventBridgeEventBusParameters.${property}`,
    ),
  ],
  withoutEffect: {
    Description: 'It is for people.',
    Tags: 'Tags say nothing that the runtime acts on.',
    LogConfiguration: 'The terminal shows the errors of pipes.',
    KmsKeyIdentifier: 'Nothing is encrypted at rest in memory.',
  },
  cannot: ({ properties }) => whyNoPipe(properties as unknown as PipeProperties).map((why) => ({ why })),
  identify: (resource) => ({ ref: physicalName(resource, 'Name'), attributes: { Arn: pipeArn(resource) } }),
  create: async (resource, { ref }, { pipes }) => {
    const properties = resource.properties as unknown as PipeProperties;
    (await pipes()).put({ name: ref, arn: pipeArn(resource), properties });
  },
  replaces: true,
  remove: (_, { ref }, { pipes }) => {
    void pipes().then((running) => running.remove(ref));
  },
};

export const PIPES_TYPES: Readonly<Record<string, ResourceType>> = { 'AWS::Pipes::Pipe': pipe };
