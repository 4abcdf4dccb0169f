import { randomUUID } from 'node:crypto';
import type { AwsResponse, Backend } from '#local/backend.ts';
import { Clock } from '#local/clock.ts';
import { ageMessages } from './age-messages.ts';
import { type Attributes, loadFauxqs, type Router } from './fauxqs.ts';
import { type OwnedQueues, ownedStore } from './owned-store.ts';
import { queryError } from './query-error.ts';
import { QueueError } from './queue-error.ts';
import { refuseCall } from './refuse-call.ts';

const ACTIONS = new Set(
  `ChangeMessageVisibility ChangeMessageVisibilityBatch CreateQueue DeleteMessage DeleteMessageBatch DeleteQueue
   GetQueueAttributes GetQueueUrl ListQueues ListQueueTags PurgeQueue ReceiveMessage SendMessage SendMessageBatch
   SetQueueAttributes TagQueue UntagQueue`.split(/\s+/),
);

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
   * @param group the message group, for a FIFO queue
   * @throws QueueError if there is no such queue or SQS refuses the message
   */
  send(queueName: string, body: string, attributes?: MessageAttributes, group?: string): Promise<void>;
  /** What SNS delivers to, and event source mappings receive from. */
  readonly store: OwnedQueues;
}
export type MessageAttributes = Record<string, { DataType: string; StringValue: string }>;

/**
 * SQS in this process, by fauxqs: its queues live in memory and are gone when it stops.
 *
 * @param options whose queues they are, in their ARNs and URLs, the URL that clients reach the gateway at: asked for
 *   with every answer, so it may be known later than this call; and the clock. Default: a clock of its own
 */
export async function startSqs(options: {
  region: string;
  account: string;
  endpoint: () => string;
  clock?: Clock;
}): Promise<Sqs> {
  const clock = options.clock ?? new Clock();
  const fauxqs = await loadFauxqs();
  const store = ownedStore(fauxqs.SqsStore, { ...options, now: () => clock.now() });
  clock.onMove((milliseconds) => {
    for (const queue of store.queues.values()) ageMessages(queue, milliseconds);
  });
  const router = new fauxqs.SqsRouter(store);
  const loaded = new Map<string, Promise<void>>();
  const load = (action: string) => {
    const loading = loaded.get(action) ?? fauxqs.action(action).then((handler) => router.register(action, handler));
    loaded.set(action, loading);
    return loading;
  };
  const call = async (action: string, body: unknown) => {
    if (ACTIONS.has(action)) await load(action);
    const refusal = refuseCall(action, body);
    if (refusal) return refused(refusal);
    return answerOf(router, action, body);
  };
  const callOrThrow = async (action: string, body: unknown, failure: string) => {
    const answer = await call(action, body);
    if (answer.status === 200) return;
    const { message, __type = '' } = JSON.parse(answer.body);
    throw new QueueError(`${failure}: ${message}`, String(__type).endsWith('QueueDoesNotExist'));
  };
  return {
    async handle({ headers, body }) {
      const target = headers['x-amz-target'];
      if (!target) return queryProtocolRefused();
      const parsed = parse(body);
      if (parsed === undefined) return unreadable();
      return call(target.replace(/^AmazonSQS\./, ''), parsed);
    },
    async createQueue(name, attributes) {
      const queue = { QueueName: name, Attributes: { ...attributes } };
      await callOrThrow('CreateQueue', queue, `The local SQS refused to create queue ${name}`);
      return { url: store.buildQueueUrl(name), arn: store.arnOf(name) };
    },
    store,
    async send(queueName, body, attributes = {}, group) {
      const message = {
        QueueUrl: store.buildQueueUrl(queueName),
        MessageBody: body,
        MessageAttributes: attributes,
        ...(group !== undefined && { MessageGroupId: group }),
      };
      await callOrThrow('SendMessage', message, `The local SQS refused a message to queue ${queueName}`);
    },
    async setPolicy(queueUrl, policy) {
      const attributes = { QueueUrl: queueUrl, Attributes: { Policy: policy } };
      await callOrThrow('SetQueueAttributes', attributes, `The local SQS refused a policy of ${queueUrl}`);
    },
    has: (queueArn) => store.getQueueByArn(queueArn) !== undefined,
    policyOf: (queueArn) => store.getQueueByArn(queueArn)?.attributes.Policy,
    stop: async () => store.shutdown(),
  };
}

async function answerOf(router: Router, action: string, body: unknown): Promise<AwsResponse & { body: string }> {
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': randomUUID(),
  };
  let status = 200;
  const reply = {
    status: (code: number) => {
      status = code;
    },
    header: (name: string, value: string) => {
      headers[name] = name === 'x-amzn-query-error' ? queryError(value) : value;
    },
  };
  const result = await router.handle({ headers: { 'x-amz-target': `AmazonSQS.${action}` }, body }, reply);
  return { status, headers, body: JSON.stringify(result) };
}

function refused({ code, message }: { code: string; message: string }): AwsResponse & { body: string } {
  return {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-query-error': queryError(`${code};Sender`) },
    body: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }),
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function unreadable(): AwsResponse {
  const body = JSON.stringify({ __type: 'com.amazon.coral.service#SerializationException', message: 'No JSON.' });
  return { status: 400, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
}

/** fauxqs knows SQS by its JSON protocol, which every SDK and the AWS CLI speak since the end of 2023. */
function queryProtocolRefused(): AwsResponse {
  const message =
    'The local SQS speaks the AWS JSON protocol only. Call it with an SDK or an AWS CLI of 2024 or later.';
  const error = `<Error><Type>Sender</Type><Code>InvalidAction</Code><Message>${message}</Message></Error>`;
  const body = `<ErrorResponse>${error}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
  return { status: 400, headers: { 'content-type': 'text/xml' }, body };
}
