import type { Broker } from '#local/events/broker.ts';
import { isJson } from '#local/events/input/is-json.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { Demand } from '#local/iam/demands/demand.ts';
import type { Functions } from '#local/lambda/functions.ts';
import type { OnOperation } from '#local/runtime/metering/operation.ts';
import { readJson, writeJson } from '#pattern/json/exact-json.ts';
import { parameterOf, pipeInput } from './input-template.ts';
import type { Pipe } from './pipe.ts';

type Entries = Parameters<Broker['putEvents']>[0]['Entries'];

/** What pipes write to. */
export interface PipeTargets {
  readonly functions: Pick<Functions, 'invoke' | 'invokeAsync'>;
  toQueue(queueArn: string, body: string, messageGroup?: string, deduplicationId?: string): Promise<void>;
  toTopic(topicArn: string, message: string): Promise<void>;
  toBuses(entries: Entries): ReturnType<Broker['putEvents']>;
  /** Throws AWS's refusal unless the pipe's role allows it. */
  authorize(pipe: Pipe, demand: Demand): void;
  /** In milliseconds since 1970. */
  now(): number;
  readonly count: OnOperation;
}

/**
 * Takes a batch through a pipe: enriched by a function, made into the target's input, and handed over. Gives what a function that is
 * the target answers about records that failed, else `null`. Throws an AwsError when the batch was not handled.
 */
export async function runBatch(pipe: Pipe, records: readonly unknown[], targets: PipeTargets): Promise<string> {
  const { Target, TargetParameters = {} } = pipe.properties;
  targets.count({ kind: 'pipe', pipe: pipe.name, bytes: Buffer.byteLength(writeJson(records)) });
  const enriched = await enrich(pipe, records, targets);
  if (enriched.length === 0) return 'null';
  const inputs = enriched.map((record) => pipeInput(TargetParameters.InputTemplate, record, pipe, targets.now()));
  const write = WRITE[Target.split(':')[2] ?? ''];
  if (!write) throw new AwsError('ValidationException', `Pipes do not write to ${Target}.`);
  return (await write({ pipe, inputs, records: enriched, targets })) ?? 'null';
}

/** The answer of the function that enriches, by its items: none where it has nothing to say. */
async function enrich(pipe: Pipe, records: readonly unknown[], targets: PipeTargets): Promise<readonly unknown[]> {
  const { Enrichment, EnrichmentParameters } = pipe.properties;
  if (Enrichment === undefined) return records;
  targets.authorize(pipe, { action: 'lambda:InvokeFunction', resource: Enrichment });
  const inputs = records.map((record) => pipeInput(EnrichmentParameters?.InputTemplate, record, pipe, targets.now()));
  const answer = readJson(await invoke(Enrichment, asList(inputs), targets));
  if (Array.isArray(answer)) return answer;
  const isEmpty = answer === null || answer === '' || (typeof answer === 'object' && Object.keys(answer).length === 0);
  return isEmpty ? [] : [answer];
}

async function invoke(functionArn: string, event: string, { functions }: PipeTargets): Promise<string> {
  const { payload, functionError } = await functions.invoke(functionArn, event);
  if (functionError) throw new AwsError('FunctionError', `${functionArn} failed: ${payload}`);
  return payload;
}

interface Handed {
  readonly pipe: Pipe;
  readonly inputs: readonly string[];
  /** The record of each input. */
  readonly records: readonly unknown[];
  readonly targets: PipeTargets;
}

const WRITE: Readonly<Record<string, (handed: Handed) => Promise<string | undefined>>> = {
  lambda: async ({ pipe, inputs, targets }) => {
    const { Target, TargetParameters } = pipe.properties;
    targets.authorize(pipe, { action: 'lambda:InvokeFunction', resource: Target });
    if (TargetParameters?.LambdaFunctionParameters?.InvocationType === 'FIRE_AND_FORGET') {
      targets.functions.invokeAsync(Target, asList(inputs));
      return undefined;
    }
    const answer = Object(JSON.parse(await invoke(Target, asList(inputs), targets)));
    return Array.isArray(answer.batchItemFailures) ? JSON.stringify(answer) : undefined;
  },
  sqs: async ({ pipe, inputs, records, targets }) => {
    const { Target, TargetParameters } = pipe.properties;
    const { MessageGroupId, MessageDeduplicationId } = TargetParameters?.SqsQueueParameters ?? {};
    const of = (parameter: string | undefined, at: number) =>
      parameter === undefined ? undefined : parameterOf(parameter, records[at]);
    targets.authorize(pipe, { action: 'sqs:SendMessage', resource: Target });
    for (const [at, input] of inputs.entries())
      await targets.toQueue(Target, input, of(MessageGroupId, at), of(MessageDeduplicationId, at));
    return undefined;
  },
  sns: async ({ pipe, inputs, targets }) => {
    const { Target } = pipe.properties;
    targets.authorize(pipe, { action: 'sns:Publish', resource: Target });
    for (const input of inputs) await targets.toTopic(Target, input);
    return undefined;
  },
  events: async ({ pipe, inputs, records, targets }) => {
    const entries = inputs.map((input, at) => entryOf(pipe, input, records[at]));
    for (const { Source = '', DetailType = '' } of entries)
      targets.authorize(pipe, {
        action: 'events:PutEvents',
        resource: pipe.properties.Target,
        context: { 'events:source': [Source], 'events:detail-type': [DetailType] },
      });
    const { Entries } = targets.toBuses(entries);
    const refused = Entries.find((result) => 'ErrorCode' in result);
    if (refused && 'ErrorCode' in refused) throw new AwsError(refused.ErrorCode, refused.ErrorMessage);
    return undefined;
  },
};

/** An event of a bus; what the pipe does not say is as EventBridge has it ("Pipe NAME", "Event from aws:sqs"). */
function entryOf({ name, properties }: Pipe, Detail: string, record: unknown): Entries[number] {
  const { Source, DetailType, Resources, Time } = properties.TargetParameters?.EventBridgeEventBusParameters ?? {};
  const { eventSource } = Object(record) as { eventSource?: string };
  const of = properties.Source.split(':')[2];
  return {
    EventBusName: properties.Target,
    Source: Source === undefined ? `Pipe ${name}` : parameterOf(Source, record),
    DetailType: DetailType === undefined ? `Event from ${eventSource ?? `aws:${of}`}` : parameterOf(DetailType, record),
    Detail,
    ...(Resources && { Resources: Resources.map((each) => parameterOf(each, record)) }),
    ...(Time !== undefined && { Time: Date.parse(parameterOf(Time, record)) / 1000 }),
  };
}

/** Inputs, which may be JSON or text, as a list of JSON. */
const asList = (inputs: readonly string[]): string =>
  `[${inputs.map((input) => (isJson(input) ? input : writeJson(input))).join(',')}]`;
