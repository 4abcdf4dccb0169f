import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type Message, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { InputError } from '#template/input-error.ts';
import type { JobQueue } from './find-queues.ts';

/** A dead letter to be given back. */
export interface GivenLetter {
  readonly message: Message;
  /** The job's input, JSON text. */
  readonly input: string;
}

interface Clients {
  readonly lambda: LambdaClient;
  readonly sqs: SQSClient;
}

/** The most bytes of a batch (Amazon SQS developer guide: "Amazon SQS message quotas"). */
const MAX_BYTES = 1_048_576;

/**
 * Gives at most ten letters back to their job: to its queue in as few requests as they fit into, to its function in one request each,
 * all at once. Returns the letters that were accepted. If none was, throws the first error; throws an InputError if the job is no
 * function and no queue.
 */
export async function giveLettersBack(
  letters: readonly GivenLetter[],
  { job, giveBackTo }: JobQueue,
  clients: Clients,
): Promise<readonly GivenLetter[]> {
  if (giveBackTo === null)
    throw new InputError(`"${job}" is neither a function nor a queue, so its dead letters cannot be given back to it.`);
  const results =
    'function' in giveBackTo
      ? await Promise.allSettled(letters.map((letter) => invoke(clients.lambda, giveBackTo.function, letter)))
      : await Promise.allSettled(inBatches(letters).map((batch) => send(clients.sqs, giveBackTo, batch)));
  const taken = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const refused = results.find((result) => result.status === 'rejected');
  if (taken.length === 0 && refused) throw refused.reason;
  return taken;
}

async function invoke(lambda: LambdaClient, FunctionName: string, letter: GivenLetter): Promise<GivenLetter[]> {
  await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: letter.input }));
  return [letter];
}

async function send(
  sqs: SQSClient,
  to: { readonly queueUrl: string; readonly ofFunction?: boolean },
  letters: readonly GivenLetter[],
): Promise<GivenLetter[]> {
  const Entries = letters.map(({ input, message }, at) => {
    const { MessageId, MessageAttributes, Attributes } = message;
    const entry = { Id: `${at}`, MessageBody: input };
    // The attributes of a function's letter say why it was set aside: they are no part of its input.
    if (to.ofFunction) return entry;
    const { MessageGroupId } = Attributes ?? {};
    return {
      ...{ ...entry, MessageAttributes },
      ...(MessageGroupId !== undefined && { MessageGroupId }),
      ...(to.queueUrl.endsWith('.fifo') && { MessageDeduplicationId: MessageId }),
    };
  });
  const { Successful = [], Failed: [first] = [] } = await sqs.send(
    new SendMessageBatchCommand({ QueueUrl: to.queueUrl, Entries }),
  );
  if (Successful.length === 0 && first) throw Object.assign(new Error(first.Message), { name: first.Code });
  return Successful.flatMap(({ Id }) => letters[Number(Id)] ?? []);
}

/** Divides letters into batches of as many as a request may hold. A letter's attributes, which are few, count as a kilobyte. */
function inBatches(letters: readonly GivenLetter[]): GivenLetter[][] {
  const batches: GivenLetter[][] = [];
  let room = 0;
  for (const letter of letters) {
    const bytes = Buffer.byteLength(letter.input) + (letter.message.MessageAttributes ? 1024 : 0);
    if (bytes > room) {
      batches.push([]);
      room = MAX_BYTES;
    }
    batches.at(-1)?.push(letter);
    room -= bytes;
  }
  return batches;
}
