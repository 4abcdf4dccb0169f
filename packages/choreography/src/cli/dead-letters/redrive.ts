import { LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, type Message } from '@aws-sdk/client-sqs';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';
import { paintFor } from '#cli/program/paint.ts';
import { untilStopped } from '#cli/program/until-stopped.ts';
import { InputError } from '#template/input-error.ts';
import { type DeadLetterClients, type DeadLetterOptions, withClients } from './dead-letter-clients.ts';
import { findQueues, type JobQueue, queuesOf } from './find-queues.ts';
import { type GivenLetter, giveLettersBack } from './give-back.ts';
import { eachHeldLetter } from './held-letters.ts';
import { type ReadLetter, readLetter } from './letter.ts';
import { redriveProgress } from './redrive-progress.ts';
import { oneLine } from './render-letters.ts';

export interface RedriveOptions extends DeadLetterOptions {
  readonly key?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Up to so many letters, each has a line; above, lines show the progress. */
const FEW = 100;

/**
 * `choreography redrive JOB`: gives what was set aside back to that job alone, in batches. A letter is removed once the job's retry queue,
 * or Lambda, has taken it; broken off in between, it is given again the next time, and the job, which acts once for its business
 * key, acts once.
 */
export async function redrive(job: string, { key, dryRun = false, json = false, ...options }: RedriveOptions) {
  await untilStopped((signal) => giveAllBack(job, { key, dryRun, json, signal }, options));
}

interface HowToGive {
  /** Whose events are given back; undefined for all. */
  readonly key: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/** What became of the letters. */
interface Done {
  given: number;
  left: number;
  cameBack: number;
  keyless: number;
}

async function giveAllBack(job: string, how: HowToGive, options: DeadLetterOptions): Promise<void> {
  const { dryRun, signal } = how;
  await withClients(options, async (desk) => {
    const all = await findQueues(desk);
    const queues = queuesOf(all, job);
    const done: Done = { given: 0, left: 0, cameBack: 0, keyless: 0 };
    const begun = Date.now();
    for (const queue of queues) {
      const sharedBy = all.filter(({ url }) => url === queue.url);
      await giveBack(desk, { queue, sharedBy, expected: await lettersIn(desk, queue) }, done, how);
    }
    const named = queues[0]?.job ?? job;
    if (how.json) {
      const seconds = (Date.now() - begun) / 1000;
      console.log(JSON.stringify({ job: named, dryRun, ...done, seconds, brokenOff: signal.aborted }, null, 2));
    } else tell(named, done, dryRun);
    if (signal.aborted) throw new InputError('Broken off. What was not given back stayed: run it again.');
  });
}

function tell(job: string, { given, left, cameBack, keyless }: Done, dryRun: boolean): void {
  const letters = `${given} dead letter${given === 1 ? '' : 's'}`;
  console.log(`${dryRun ? `Would give ${letters} back` : `Gave ${letters} back`} to ${job}.`);
  if (left > 0) console.log(`${left} of others stayed.`);
  if (keyless > 0)
    console.log(
      `${keyless} stayed, whose events have no known key: give its path with --key-path, such as --key-path detail.id.`,
    );
  if (cameBack > 0)
    console.log(`${cameBack} stayed whose event was given back just now: it was set aside again, or had two letters.`);
}

/** How many letters are in a queue, as far as SQS knows. */
async function lettersIn({ sqs }: DeadLetterClients, { url }: JobQueue): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages' as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames }));
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

async function giveBack(
  { sqs, access, keysOf, hide }: DeadLetterClients,
  { queue, sharedBy, expected }: { queue: JobQueue; sharedBy: readonly JobQueue[]; expected: number },
  done: Done,
  { key, dryRun, json, signal }: HowToGive,
): Promise<void> {
  const lambda = new LambdaClient({ ...CLIENT_CONFIG, ...access });
  const events = new Set<string>();
  const mark = paintFor(process.stdout)('green', dryRun ? '·' : '✓');
  const progress = json || expected <= FEW ? undefined : redriveProgress(expected, (line) => console.log(`  ${line}`));
  /** Counts a letter that stays; whether it is to be given back. */
  const isMeant = ({ letter, owner, keys }: ReadLetter): boolean => {
    const event = letter.event?.id;
    if (owner !== queue) done.left++;
    else if (key !== undefined && keys.length === 0) done.keyless++;
    else if (key !== undefined && !keys.includes(key)) done.left++;
    // What cannot be handled comes back at once: it is not to go round for ever.
    else if (event !== undefined && events.has(event)) done.cameBack++;
    else {
      if (event !== undefined) events.add(event);
      return true;
    }
    return false;
  };
  const handle = async (messages: readonly Message[]): Promise<readonly Message[]> => {
    const read = messages.map((message) => ({ message, ...readLetter(message, sharedBy, { keysOf, hide }) }));
    const meant = read.filter(isMeant);
    const taken = new Set<GivenLetter>(dryRun ? meant : await giveLettersBack(meant, queue, { lambda, sqs }));
    for (const each of meant.filter((one) => taken.has(one))) {
      done.given++;
      if (!json && !progress) console.log(`  ${mark} ${done.given}  ${oneLine(each.letter)}`);
    }
    progress?.(done.given);
    return dryRun ? [] : meant.filter((one) => taken.has(one)).map(({ message }) => message);
  };
  await eachHeldLetter(sqs, queue.url, handle, signal);
}
