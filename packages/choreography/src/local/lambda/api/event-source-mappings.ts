import { jsonAnswer } from '#local/gateway/backend.ts';
import type { EventSourceMapping } from '#local/lambda/event-source/event-source-mappings.ts';
import { functionName } from '#local/lambda/functions.ts';
import { arn } from '#local/runtime/account.ts';
import type { Actions } from './action.ts';
import { page } from './page.ts';

export const EVENT_SOURCE_MAPPINGS: Actions = {
  'POST event-source-mappings': ({ input }, { mappings }) =>
    jsonAnswer(202, describeMapping(mappings.create(input), 'Creating')),
  'GET event-source-mappings': ({ query }, { mappings }) => {
    const [source, named] = [query.get('EventSourceArn'), query.get('FunctionName')];
    const found = mappings
      .all()
      .filter(({ settings }) => !source || settings.sourceArn === source)
      .filter(({ settings }) => !named || settings.functionName === functionName(named));
    const { page: shown, ...next } = page(found, query, ({ uuid }) => uuid);
    return jsonAnswer(200, { EventSourceMappings: shown.map((each) => describeMapping(each)), ...next });
  },
  'GET event-source-mappings/*': ({ name }, { mappings }) => jsonAnswer(200, describeMapping(mappings.get(name))),
  'PUT event-source-mappings/*': ({ name, input }, { mappings }) =>
    jsonAnswer(202, describeMapping(mappings.update(name, input), 'Updating')),
  'DELETE event-source-mappings/*': ({ name }, { mappings }) =>
    jsonAnswer(202, describeMapping(mappings.delete(name), 'Deleting')),
};

/** A mapping as Lambda describes it; while it changes, which is done at once here, in the state that Lambda answers. */
const describeMapping = ({ uuid, settings, changedAt }: EventSourceMapping, changing?: string) => ({
  UUID: uuid,
  BatchSize: settings.batchSize,
  MaximumBatchingWindowInSeconds: settings.windowSeconds,
  EventSourceArn: settings.sourceArn,
  ...(settings.filterCriteria && { FilterCriteria: settings.filterCriteria }),
  FunctionArn: arn('lambda', `function:${settings.functionName}`),
  LastModified: changedAt / 1000,
  State: changing ?? (settings.enabled ? 'Enabled' : 'Disabled'),
  StateTransitionReason: 'USER_INITIATED',
  FunctionResponseTypes: settings.reportsFailures ? ['ReportBatchItemFailures'] : [],
  ...(settings.maximumConcurrency !== undefined && {
    ScalingConfig: { MaximumConcurrency: settings.maximumConcurrency },
  }),
  ...(settings.stream && {
    StartingPosition: settings.stream.startingPosition,
    BisectBatchOnFunctionError: settings.stream.bisects,
    MaximumRecordAgeInSeconds: settings.stream.maximumAgeSeconds,
    MaximumRetryAttempts: settings.stream.maximumRetries,
    ParallelizationFactor: settings.stream.parallelizationFactor,
    TumblingWindowInSeconds: 0,
    DestinationConfig: { OnFailure: { Destination: settings.stream.onFailure } },
  }),
  EventSourceMappingArn: arn('lambda', `event-source-mapping:${uuid}`),
});
