import type { AwsResponse, Backend } from '#local/gateway/backend.ts';
import { jsonIn } from '#local/gateway/json-body.ts';
import { uuid } from '#local/runtime/chance.ts';
import { Clock, type ServiceClock } from '#local/runtime/clock.ts';
import { countRequest } from '#local/runtime/metering/count-request.ts';
import { type OnOperation, UNCOUNTED } from '#local/runtime/metering/operation.ts';
import type { Journal } from '#local/state/journal.ts';
import { isObject } from '#template/document/as-object.ts';
import { ACTIONS, type Parameters, type SqsState } from './actions.ts';
import { MoveTasks } from './move-tasks.ts';
import type { Attributes } from './queue.ts';
import { createQueue } from './queue-actions.ts';
import { QueueError } from './queue-error.ts';
import { Queues } from './queues.ts';
import { SqsError } from './sqs-error.ts';

export interface Sqs extends Backend {
  /**
   * Creates a queue, or finds the one there is.
   *
   * @param attributes as CreateQueue has them: seconds and sizes as text, a redrive policy as JSON text
   * @throws Error a sentence that names the queue, if SQS refuses it
   */
  createQueue(name: string, attributes: Attributes): Promise<{ url: string; arn: string }>;
  /** Sets the policy of a queue, JSON text. @throws Error if there is no such queue */
  setPolicy(queueUrl: string, policy: string): Promise<void>;
  has(queueArn: string): boolean;
  /** The policy of a queue, as JSON text; undefined when it has none. */
  policyOf(queueArn: string): string | undefined;
  /**
   * Sends one message, as `SendMessage` does.
   *
   * @param group the message group
   * @throws QueueError if there is no such queue or SQS refuses the message
   */
  send(
    queueName: string,
    body: string,
    attributes?: MessageAttributes,
    group?: string,
    deduplicationId?: string,
  ): Promise<void>;
  /** What SNS delivers to, and event source mappings receive from. */
  readonly store: Queues;
}
export type MessageAttributes = Record<string, { DataType: string; StringValue: string }>;

/**
 * SQS in this process: its queues live in memory and are gone when it stops.
 *
 * @param options whose queues they are, in their ARNs and URLs, the URL that clients reach the gateway at: asked for
 *   with every answer, so it may be known later than this call; and the clock. Default: a clock of its own
 */
export async function startSqs(options: {
  region: string;
  account: string;
  endpoint: () => string;
  clock?: ServiceClock;
  journal?: Journal;
  onOperation?: OnOperation | undefined;
}): Promise<Sqs> {
  const { onOperation: count = UNCOUNTED } = options;
  const store = new Queues(options, options.clock ?? new Clock(), options.journal, count);
  const state: SqsState = { queues: store, moveTasks: new MoveTasks(store), purged: new WeakMap() };
  const call = (action: string, parameters: Parameters) => {
    const known = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!known) throw new SqsError('InvalidAction', `The action ${action} is not valid for this endpoint.`);
    return known(state, parameters);
  };
  const orThrow = async (failure: string, work: () => unknown) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      throw new QueueError(`${failure}: ${error.message}`, error.name === 'QueueDoesNotExist');
    }
  };
  return {
    async handle({ headers, body }) {
      const target = headers['x-amz-target'];
      if (!target) return queryProtocolRefused();
      const parameters = parse(body);
      if (!parameters) return unreadable();
      try {
        const action = target.replace(/^AmazonSQS\./, '');
        const answered = await call(action, parameters);
        countRequest(count, action, parameters, answered);
        return answer(200, answered);
      } catch (error) {
        if (!(error instanceof SqsError)) throw error;
        const told = { __type: `com.amazonaws.sqs#${error.name}`, message: error.message };
        return answer(error.status, told, { 'x-amzn-query-error': error.queryError });
      }
    },
    async createQueue(name, attributes) {
      const queue = { QueueName: name, Attributes: { ...attributes } };
      await orThrow(`The local SQS refused to create queue ${name}`, () => createQueue(store, queue, true));
      return { url: store.urlOf(name), arn: store.arnOf(name) };
    },
    store,
    async send(queueName, body, attributes = {}, group, deduplicationId) {
      const message = {
        QueueUrl: store.urlOf(queueName),
        MessageBody: body,
        MessageAttributes: attributes,
        ...(group !== undefined && { MessageGroupId: group }),
        ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
      };
      await orThrow(`The local SQS refused a message to queue ${queueName}`, () => call('SendMessage', message));
      countRequest(count, 'SendMessage', message, {});
    },
    async setPolicy(queueUrl, policy) {
      const attributes = { QueueUrl: queueUrl, Attributes: { Policy: policy } };
      await orThrow(`The local SQS refused a policy of ${queueUrl}`, () => call('SetQueueAttributes', attributes));
    },
    has: (queueArn) => store.withArn(queueArn) !== undefined,
    policyOf: (queueArn) => store.withArn(queueArn)?.attributes.Policy,
    stop: async () => {
      state.moveTasks.stop();
      store.stop();
    },
  };
}

function answer(status: number, body: object, headers: Record<string, string> = {}): AwsResponse {
  const always = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': uuid() };
  return { status, headers: { ...always, ...headers }, body: JSON.stringify(body) };
}

function parse(body: Buffer): Parameters | undefined {
  try {
    const parsed = body.length > 0 && jsonIn(body);
    return isObject(parsed) ? (parsed as Parameters) : undefined;
  } catch {
    return undefined;
  }
}

function unreadable(): AwsResponse {
  return answer(400, { __type: 'com.amazon.coral.service#SerializationException', message: 'No JSON.' });
}

/** Every SDK and the AWS CLI speak the JSON protocol since the end of 2023. */
function queryProtocolRefused(): AwsResponse {
  const message =
    'The local SQS speaks the AWS JSON protocol only. Call it with an SDK or an AWS CLI of 2024 or later.';
  const error = `<Error><Type>Sender</Type><Code>InvalidAction</Code><Message>${message}</Message></Error>`;
  const body = `<ErrorResponse>${error}<RequestId>${uuid()}</RequestId></ErrorResponse>`;
  return { status: 400, headers: { 'content-type': 'text/xml' }, body };
}
