import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { paintFor } from '#cli/paint.ts';
import { InputError } from '#template/input-error.ts';
import { atDesk, type Desk, PATIENCE } from './desk.ts';
import { findQueues, type JobQueue, queueOf } from './find-queues.ts';
import { heldLetters } from './held-letters.ts';
import { oneLine } from './render-letters.ts';

export interface RedriveOptions {
  readonly key?: string;
  readonly dryRun?: boolean;
  readonly endpointUrl?: string;
}

/**
 * `choreography redrive JOB`: gives what was set aside back to that job alone. A letter is removed once Lambda has taken it;
 * broken off in between, it is given again the next time, and the job, which acts once for its business key, acts once.
 */
export async function redrive(job: string, { key, dryRun = false, endpointUrl }: RedriveOptions): Promise<void> {
  const stopped = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopped.abort());
  await atDesk(endpointUrl, async (desk) => {
    const queue = queueOf(await findQueues(desk.sqs, desk.settings.queue), job);
    const { given, left, cameBack } = await giveBack(desk, queue, key, dryRun, stopped.signal);
    const letters = `${given} dead letter${given === 1 ? '' : 's'}`;
    console.log(`${dryRun ? `Would give ${letters} back` : `Gave ${letters} back`} to ${queue.job}.`);
    if (left > 0) console.log(`${left} of others stayed.`);
    if (cameBack > 0) {
      console.log(
        `${cameBack} stayed whose event was given back just now: it was set aside again, or had two letters.`,
      );
    }
    if (stopped.signal.aborted) throw new InputError('Broken off. What was not given back stayed: run it again.');
  });
}

async function giveBack(
  { sqs, access, settings }: Desk,
  queue: JobQueue,
  key: string | undefined,
  dryRun: boolean,
  signal: AbortSignal,
): Promise<{ given: number; left: number; cameBack: number }> {
  const lambda = new LambdaClient({ ...PATIENCE, ...access });
  const FunctionName = settings.function.replace('{participant}', queue.participant).replace('{job}', queue.name);
  const done = { given: 0, left: 0, cameBack: 0 };
  const events = new Set<string>();
  const mark = paintFor(process.stdout)('green', dryRun ? '·' : '✓');
  for await (const { letter, input, remove } of heldLetters(sqs, queue, settings.key)) {
    if (signal.aborted) break;
    const event = letter.event?.id;
    if (key !== undefined && letter.key !== key) done.left++;
    // What cannot be handled comes back at once: it is not to go round for ever.
    else if (event !== undefined && events.has(event)) done.cameBack++;
    else {
      if (!dryRun) {
        await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: input }));
        await remove();
      }
      if (event !== undefined) events.add(event);
      done.given++;
      console.log(`  ${mark} ${done.given}  ${oneLine(letter)}`);
    }
  }
  return done;
}
