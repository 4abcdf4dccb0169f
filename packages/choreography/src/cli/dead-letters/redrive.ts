import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type Message, SendMessageCommand } from '@aws-sdk/client-sqs';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';
import { paintFor } from '#cli/program/paint.ts';
import { untilStopped } from '#cli/program/until-stopped.ts';
import { InputError } from '#template/input-error.ts';
import { type DeadLetterClients, type DeadLetterOptions, withClients } from './dead-letter-clients.ts';
import { findQueues, type JobQueue, queuesOf } from './find-queues.ts';
import { heldLetters } from './held-letters.ts';
import { readLetter } from './letter.ts';
import { oneLine } from './render-letters.ts';

export interface RedriveOptions extends DeadLetterOptions {
  readonly key?: string;
  readonly dryRun?: boolean;
}

/**
 * `choreography redrive JOB`: gives what was set aside back to that job alone. A letter is removed once Lambda (or the job's queue)
 * has taken it; broken off in between, it is given again the next time, and the job, which acts once for its business key, acts once.
 */
export async function redrive(job: string, { key, dryRun = false, ...options }: RedriveOptions): Promise<void> {
  await untilStopped((signal) => giveAllBack(job, { key, dryRun, signal }, options));
}

async function giveAllBack(job: string, how: HowToGive, options: DeadLetterOptions): Promise<void> {
  const { dryRun, signal } = how;
  await withClients(options, async (desk) => {
    const all = await findQueues(desk);
    const queues = queuesOf(all, job);
    const done = { given: 0, left: 0, cameBack: 0, keyless: 0 };
    for (const queue of queues)
      await giveBack(desk, { queue, sharedBy: all.filter(({ url }) => url === queue.url) }, done, how);
    const { given, left, cameBack, keyless } = done;
    const letters = `${given} dead letter${given === 1 ? '' : 's'}`;
    console.log(`${dryRun ? `Would give ${letters} back` : `Gave ${letters} back`} to ${queues[0]?.job}.`);
    if (left > 0) console.log(`${left} of others stayed.`);
    if (keyless > 0)
      console.log(
        `${keyless} stayed, whose events have no known key: give its path with --key-path, such as --key-path detail.id.`,
      );
    if (cameBack > 0) {
      console.log(
        `${cameBack} stayed whose event was given back just now: it was set aside again, or had two letters.`,
      );
    }
    if (signal.aborted) throw new InputError('Broken off. What was not given back stayed: run it again.');
  });
}

interface HowToGive {
  /** Whose events are given back; undefined for all. */
  readonly key: string | undefined;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

interface Done {
  given: number;
  left: number;
  cameBack: number;
  keyless: number;
}

async function giveBack(
  { sqs, access, keysOf, hide }: DeadLetterClients,
  { queue, sharedBy }: { queue: JobQueue; sharedBy: readonly JobQueue[] },
  done: Done,
  { key, dryRun, signal }: HowToGive,
): Promise<void> {
  const lambda = new LambdaClient({ ...CLIENT_CONFIG, ...access });
  const events = new Set<string>();
  const mark = paintFor(process.stdout)('green', dryRun ? '·' : '✓');
  for await (const { message, remove } of heldLetters(sqs, queue.url)) {
    if (signal.aborted) break;
    const { letter, owner, keys, input } = readLetter(message, sharedBy, { keysOf, hide });
    const event = letter.event?.id;
    if (owner !== queue) done.left++;
    else if (key !== undefined && keys.length === 0) done.keyless++;
    else if (key !== undefined && !keys.includes(key)) done.left++;
    // What cannot be handled comes back at once: it is not to go round for ever.
    else if (event !== undefined && events.has(event)) done.cameBack++;
    else {
      if (!dryRun) {
        await handOver(input, message, queue, { lambda, sqs });
        await remove();
      }
      if (event !== undefined) events.add(event);
      done.given++;
      console.log(`  ${mark} ${done.given}  ${oneLine(letter)}`);
    }
  }
}

async function handOver(
  input: string,
  { MessageId, MessageAttributes, Attributes }: Message,
  { job, giveBackTo }: JobQueue,
  { lambda, sqs }: { lambda: LambdaClient; sqs: DeadLetterClients['sqs'] },
): Promise<void> {
  if (giveBackTo === null)
    throw new InputError(`${job} is no function and no queue: what it did not take stays where it is.`);
  if ('function' in giveBackTo) {
    const FunctionName = giveBackTo.function;
    await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: input }));
    return;
  }
  const { MessageGroupId } = Attributes ?? {};
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: giveBackTo.queueUrl,
      MessageBody: input,
      MessageAttributes,
      ...(MessageGroupId !== undefined && { MessageGroupId }),
      ...(giveBackTo.queueUrl.endsWith('.fifo') && { MessageDeduplicationId: MessageId }),
    }),
  );
}
