import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type Message, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { InputError } from '#template/input-error.ts';
import type { JobQueue } from './find-queues.ts';

/** A letter, and what its job was given, as JSON text. */
export interface GivenLetter {
  readonly message: Message;
  readonly input: string;
}

interface Clients {
  readonly lambda: LambdaClient;
  readonly sqs: SQSClient;
}

/** What a batch of SQS may hold, in bytes (SQS quotas: "Message size"). */
const MAX_BYTES = 1_048_576;

/**
 * Gives some letters, ten at the most, back to their job: to its queue in as few requests as they fit into, to its function one
 * by one and at once. Returns those that were taken; throws if none was, with what the first was refused for.
 */
export async function giveLettersBack(
  letters: readonly GivenLetter[],
  { job, giveBackTo }: JobQueue,
  clients: Clients,
): Promise<readonly GivenLetter[]> {
  if (giveBackTo === null)
    throw new InputError(`${job} is no function and no queue: what it did not take stays where it is.`);
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
    // Those of a function's letter say why it was set aside.
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

/** As many together as a request may hold; attributes, which are few, have a kilobyte each. */
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
