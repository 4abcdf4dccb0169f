import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A queue of fauxqs, as far as it is used here. */
export interface Queue {
  name: string;
  url: string;
  arn: string;
  attributes: Attributes;
  /** Received and not deleted, by receipt handle; the deadline in milliseconds since 1970. */
  inflightMessages: Map<string, { visibilityDeadline: number; message: QueuedMessage }>;
  /** What can be received, but for a FIFO queue. */
  messages: QueuedMessage[];
  delayedMessages: QueuedMessage[];
  fifoDelayed: Map<string, QueuedMessage[]>;
  isFifo(): boolean;
  /** Whether a FIFO queue has a message to be received. */
  hasAvailableFifoMessages(): boolean;
  enqueue(message: QueuedMessage): void;
  /** Receives ten messages at the most; what was received too often goes to the queue that the resolver finds. */
  dequeue(
    most: number,
    visibilitySeconds: number | undefined,
    deadLetters: (arn: string) => Queue | undefined,
  ): ReceivedMessage[];
  deleteMessage(receiptHandle: string): boolean;
  /** With 0 seconds the message can be received again at once. */
  changeVisibility(receiptHandle: string, seconds: number): void;
  /** Called whenever messages have become visible. */
  notifyWaiters(): void;
  /** Makes messages visible whose delay or visibility timeout is over. */
  processTimers(): void;
}

/** A message of fauxqs, as far as it is used here; times in milliseconds since 1970. */
export interface QueuedMessage {
  sentTimestamp: number;
  approximateReceiveCount: number;
  approximateFirstReceiveTimestamp?: number;
  delayUntil?: number;
  messageGroupId?: string;
  messageDeduplicationId?: string;
  sequenceNumber?: string;
}

/** A message as it is received. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly MD5OfBody: string;
  readonly Body: string;
  readonly MD5OfMessageAttributes?: string;
  readonly MessageAttributes?: Readonly<
    Record<string, { readonly DataType: string; readonly StringValue?: string; readonly BinaryValue?: string }>
  >;
}

/** fauxqs's queues and messages. */
export interface QueueStore {
  queues: Map<string, Queue>;
  createQueue(name: string, url: string, arn: string, attributes?: Attributes, tags?: Attributes): Queue;
  getQueueByName(name: string): Queue | undefined;
  getQueueByArn(arn: string): Queue | undefined;
  getQueue(url: string): Queue | undefined;
  buildQueueUrl(name: string): string;
  deleteQueue(url: string): boolean;
  shutdown(): void;
}
export type Attributes = Record<string, string>;

/** What fauxqs asks of an HTTP request and of the reply to it. */
export interface Request {
  headers: Record<string, string | undefined>;
  body: unknown;
}
export interface Reply {
  status(code: number): void;
  header(name: string, value: string): void;
}
export interface Router {
  register(action: string, handler: Handler): void;
  handle(request: Request, reply: Reply): Promise<unknown>;
}
export type Handler = (body: Record<string, unknown>, store: QueueStore, request: Request) => unknown;

export interface Fauxqs {
  SqsStore: new () => QueueStore;
  SqsRouter: new (store: QueueStore) => Router;
  action(name: string): Promise<Handler>;
}

/**
 * Loads the parts of fauxqs that are SQS, about 20 ms. The package as a whole cannot be loaded on Node 20: its entry
 * imports `node:sqlite`, for a persistence that is not wanted here, and a web server and S3 besides. Its modules import
 * nothing but what they need, so they are imported one by one, by their files: the package exports its entry alone. Its
 * version is pinned exactly. SNS is in `sns/` beside `sqs/`, made in the same way.
 */
export async function loadFauxqs(): Promise<Fauxqs> {
  const [{ SqsStore }, { SqsRouter }] = await Promise.all([part('sqs/sqsStore.js'), part('sqs/sqsRouter.js')]);
  const action = async (name: string) => {
    const file = name.charAt(0).toLowerCase() + name.slice(1);
    return (await part(`sqs/actions/${file}.js`))[file] as Handler;
  };
  return { SqsStore, SqsRouter, action };
}

/** One of fauxqs's modules, by its file below `dist/`. */
export const part = (file: string) => import(pathToFileURL(join(folderOf('fauxqs'), 'dist', file)).href);

/** Where a package is installed, also one that exports no file by which it could be resolved. */
function folderOf(name: string): string {
  const candidates = (createRequire(import.meta.url).resolve.paths(name) ?? []).map((modules) => join(modules, name));
  const found = candidates.find((folder) => existsSync(folder));
  if (!found) throw new Error(`The package ${name} is not installed: run "npm ci".`);
  return found;
}
