import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  LambdaClient,
  ListFunctionEventInvokeConfigsCommand,
  paginateListEventSourceMappings,
  paginateListFunctions,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand, QueueDoesNotExist, type SQSClient } from '@aws-sdk/client-sqs';
import type { Access } from '#cli/aws/endpoint.ts';
import { eventTargets } from '#cli/aws/event-targets.ts';
import { CLIENT_CONFIG, eachOf } from '#cli/aws/requests.ts';

/** A dead-letter queue of a function or a queue that hears events, as found at the engine. */
export interface EngineQueue {
  /** The ARN of the function, without version or alias, or of the queue, that did not take what is in it. */
  readonly target: string;
  readonly queueArn: string;
  readonly url: string;
  /** The ARN by which it is given back, perhaps with an alias; of a queue the URL. */
  readonly giveBackTo: { readonly function: string } | { readonly queueUrl: string; readonly ofFunction?: boolean };
}

interface Found {
  readonly of: string;
  readonly queueArn: string;
  /** The function's retry queue, from which it takes back what it did not take. */
  readonly through?: string;
}

/** The function that each queue feeds, by their ARNs. */
type Feeding = ReadonlyMap<string, string>;

/**
 * Finds the dead-letter queues that are set anywhere an event may be set aside: at targets of rules, at functions (destination on
 * failure, or dead-letter queue), and at queues that are a rule's target or feed a function, by their redrive policy. A destination on
 * failure that feeds the function again is its retry queue: what is set aside from there is the function's. Asks EventBridge, Lambda
 * and SQS alone.
 */
export async function engineQueues(access: Access, sqs: SQSClient): Promise<EngineQueue[]> {
  const lambda = new LambdaClient({ ...CLIENT_CONFIG, ...access });
  const events = new EventBridgeClient({ ...CLIENT_CONFIG, ...access });
  try {
    const [targets, ofAllFunctions, feeding] = await Promise.all([
      eventTargets(events),
      ofFunctions(lambda),
      fedBy(lambda),
    ]);
    const isRetry = ({ of, queueArn }: Found) => feeding.get(queueArn) === withoutQualifier(of);
    const retries = new Map(ofAllFunctions.filter(isRetry).map(({ of, queueArn }) => [queueArn, of]));
    const functions = ofAllFunctions.filter((each) => !isRetry(each));
    const ofRules = targets.flatMap(({ arn, deadLetterQueue }): Found[] =>
      deadLetterQueue === undefined ? [] : [{ of: arn, queueArn: deadLetterQueue }],
    );
    const queues = new Set([...targets.map(({ arn }) => arn), ...feeding.keys()].filter(isQueue));
    const ofQueues = await eachOf([...queues], (arn) => ofQueue(sqs, arn, retries.get(arn)));
    return await located(sqs, [...ofRules, ...functions, ...ofQueues.flat()]);
  } finally {
    lambda.destroy();
    events.destroy();
  }
}

async function ofFunctions(lambda: LambdaClient): Promise<Found[]> {
  const functions: { arn: string; name: string; deadLetters: string | undefined }[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {}))
    for (const { FunctionArn: arn = '', FunctionName: name = '', DeadLetterConfig } of Functions)
      functions.push({ arn, name, deadLetters: DeadLetterConfig?.TargetArn });
  const found = await eachOf(functions, async ({ arn, name, deadLetters }) => {
    const { FunctionEventInvokeConfigs = [] } = await lambda.send(
      new ListFunctionEventInvokeConfigsCommand({ FunctionName: name }),
    );
    const onFailure = FunctionEventInvokeConfigs.map(({ FunctionArn, DestinationConfig }) => ({
      of: (FunctionArn ?? arn).replace(/:\$LATEST$/, ''),
      queueArn: DestinationConfig?.OnFailure?.Destination,
    }));
    return [...onFailure, { of: arn, queueArn: deadLetters }];
  });
  // A destination may also be a topic, a bus, a bucket or another function, which keep no letters.
  return found.flat().flatMap(({ of, queueArn }) => (queueArn && isQueue(queueArn) ? [{ of, queueArn }] : []));
}

async function fedBy(lambda: LambdaClient): Promise<Feeding> {
  const feeding = new Map<string, string>();
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings({ client: lambda }, {}))
    for (const { EventSourceArn = '', FunctionArn = '' } of EventSourceMappings)
      feeding.set(EventSourceArn, withoutQualifier(FunctionArn));
  return feeding;
}

/** @param retried the function whose retry queue it is */
async function ofQueue(sqs: SQSClient, arn: string, retried: string | undefined): Promise<Found[]> {
  const QueueUrl = await urlOf(sqs, arn);
  if (QueueUrl === undefined) return [];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }));
  const { deadLetterTargetArn: queueArn } = JSON.parse(Attributes?.RedrivePolicy ?? '{}');
  if (typeof queueArn !== 'string') return [];
  return [retried === undefined ? { of: arn, queueArn } : { of: retried, queueArn, through: arn }];
}

/** Each function or queue once for each of its dead-letter queues, with their URLs; of a queue that is gone nothing can be read. */
async function located(sqs: SQSClient, found: readonly Found[]): Promise<EngineQueue[]> {
  const once = new Map(found.map((each) => [`${withoutQualifier(each.of)} ${each.queueArn}`, each]));
  const all = await eachOf([...once.values()], async ({ of, queueArn, through = of }): Promise<EngineQueue[]> => {
    const url = await urlOf(sqs, queueArn);
    const queueUrl = isQueue(through) ? await urlOf(sqs, through) : undefined;
    if (url === undefined) return [];
    const giveBackTo = queueUrl === undefined ? { function: of } : { queueUrl, ofFunction: through !== of };
    return [{ target: withoutQualifier(of), queueArn, url, giveBackTo }];
  });
  return all.flat();
}

async function urlOf(sqs: SQSClient, arn: string): Promise<string | undefined> {
  const [, , , , QueueOwnerAWSAccountId, QueueName] = arn.split(':');
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId }));
    return QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}

const isQueue = (arn: string): boolean => /^arn:[^:]+:sqs:/.test(arn);

/** A function's ARN without the version or alias at its end; any other unchanged. */
export const withoutQualifier = (arn: string): string =>
  arn.replace(/^(arn:[^:]+:lambda:[^:]*:\d*:function:[^:]+):.+$/, '$1');
