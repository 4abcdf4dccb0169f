import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Message } from '@aws-sdk/client-sqs';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';
import { paintFor } from '#cli/program/paint.ts';
import { untilStopped } from '#cli/program/until-stopped.ts';
import { InputError } from '#template/input-error.ts';
import { type DeadLetterClients, type DeadLetterOptions, withClients } from './dead-letter-clients.ts';
import { findQueues, type JobQueue, queuesOf } from './find-queues.ts';
import { type GivenLetter, giveLettersBack } from './give-back.ts';
import { eachHeldLetter } from './held-letters.ts';
import { type ReadLetter, readLetter } from './letter.ts';
import { lettersIn, untilOthersHaveRead } from './letters-in.ts';
import { moveLetters } from './move-letters.ts';
import { redriveProgress } from './redrive-progress.ts';
import { oneLine } from './render-letters.ts';

export interface RedriveOptions extends DeadLetterOptions {
  readonly key?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Up to so many letters, each has a line; above, lines show the progress, and SQS itself moves them if all are meant. */
const FEW = 100;

/**
 * `choreography redrive JOB`: gives what was set aside back to that job alone, in batches, or has SQS move all of it to the job's retry
 * queue. A letter is removed once that queue, or Lambda, has taken it; broken off in between, it is given again the next time, and the
 * job, which acts once for its business key, acts once.
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
  /** In the queue still, since others read them, or, of those that SQS moves, set aside again. */
  still: number;
}

async function giveAllBack(job: string, how: HowToGive, options: DeadLetterOptions): Promise<void> {
  const { dryRun, json, signal } = how;
  await withClients(options, async (desk) => {
    const all = await findQueues(desk);
    const queues = queuesOf(all, job);
    const done: Done = { given: 0, left: 0, cameBack: 0, keyless: 0, still: 0 };
    const begun = Date.now();
    for (const queue of queues) {
      const sharedBy = all.filter(({ url }) => url === queue.url);
      const print = (line: string) => (json ? undefined : console.log(`  ${line}`));
      await untilOthersHaveRead(desk.sqs, queue.url, print, signal);
      const letters = { queue, sharedBy, expected: (await lettersIn(desk.sqs, queue.url)).visible };
      if (!(await moveAll(desk, letters, done, how))) await giveBack(desk, letters, done, how);
    }
    const named = queues[0]?.job ?? job;
    if (json) {
      const seconds = (Date.now() - begun) / 1000;
      console.log(JSON.stringify({ job: named, dryRun, ...done, seconds, brokenOff: signal.aborted }, null, 2));
    } else tell(named, done, dryRun);
    if (signal.aborted) throw new InputError('Broken off. What was not given back stayed: run it again.');
  });
}

function tell(job: string, { given, left, cameBack, keyless, still }: Done, dryRun: boolean): void {
  const letters = `${given} dead letter${given === 1 ? '' : 's'}`;
  console.log(`${dryRun ? `Would give ${letters} back` : `Gave ${letters} back`} to ${job}.`);
  if (left > 0) console.log(`${left} of others stayed.`);
  if (keyless > 0)
    console.log(
      `${keyless} stayed, whose events have no known key: give its path with --key-path, such as --key-path detail.id.`,
    );
  if (still > 0) console.log(`${still} ${still === 1 ? 'is' : 'are'} there still: read by others, or set aside again.`);
  if (cameBack > 0)
    console.log(`${cameBack} stayed whose event was given back just now: it was set aside again, or had two letters.`);
}

/** The letters in a queue, which one job or several have. */
interface Letters {
  readonly queue: JobQueue;
  readonly sharedBy: readonly JobQueue[];
  /** About how many there are. */
  readonly expected: number;
}

/** Has SQS move many letters that are all meant to the queue from which their function takes them as they are. Returns whether it did. */
async function moveAll(
  { sqs }: DeadLetterClients,
  { queue, sharedBy, expected }: Letters,
  done: Done,
  { key, dryRun, json, signal }: HowToGive,
): Promise<boolean> {
  const to = queue.giveBackTo;
  if (expected <= FEW || dryRun || key !== undefined || sharedBy.length > 1) return false;
  if (to === null || !('queueUrl' in to) || !to.ofFunction) return false;
  const print = (line: string) => (json ? undefined : console.log(`  ${line}`));
  const given = done.given;
  const progress = redriveProgress(expected, print);
  const result = await moveLetters(sqs, { from: queue.url, to: to.queueUrl }, { tell: print, progress, signal });
  done.given = given + (result?.moved ?? 0);
  done.still += result?.still ?? 0;
  return result !== undefined;
}

async function giveBack(
  { sqs, access, keysOf, hide }: DeadLetterClients,
  { queue, sharedBy, expected }: Letters,
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
  done.still += (await lettersIn(sqs, queue.url)).hidden;
}
