import { findMonitor } from '#cli/aws/find-monitor.ts';
import { reveal } from '#cli/instance/reveal.ts';
import { paintFor } from '#cli/program/paint.ts';
import { givenSettings } from '#cli/project/settings.ts';
import { asJson } from '#template/document/as-object.ts';
import { type DeadLetterClients, type DeadLetterOptions, withClients } from './dead-letter-clients.ts';
import { findQueues, type JobQueue, queuesOf } from './find-queues.ts';
import { eachHeldLetter } from './held-letters.ts';
import { type ReadLetter, readLetter } from './letter.ts';
import { renderLetters } from './render-letters.ts';

/** What `dead-letters` is asked for. */
export interface DeadLettersRequest extends DeadLetterOptions {
  readonly json?: boolean;
  /** The key of the one instance whose letters are shown unmasked. */
  readonly reveal?: string;
  /** The bus whose monitor is asked whether they may be. */
  readonly bus?: string;
}

/** `choreography dead-letters [JOB]`: what was set aside and why, oldest first; all stays where it is. */
export async function deadLetters(
  job: string | undefined,
  { json, reveal: key, bus, ...options }: DeadLettersRequest,
): Promise<void> {
  await withClients(options, async (given) => {
    if (key !== undefined) await askToReveal(given, key, bus);
    const desk = key === undefined ? given : { ...given, hide: (text: string) => text };
    const all = await findQueues(desk);
    const asked = job === undefined ? all : queuesOf(all, job);
    const found = await Promise.all(
      [...new Set(asked.map(({ url }) => url))].map((url) =>
        lettersIn(
          desk,
          all.filter((queue) => queue.url === url),
        ),
      ),
    );
    const letters = found
      .flat()
      // A queue may hold letters of other jobs, too.
      .filter(({ owner }) => job === undefined || owner === null || asked.includes(owner))
      .filter(({ keys }) => key === undefined || keys.includes(key))
      .map((each) => (key === undefined ? each : { ...each, letter: { ...each.letter, input: inputOf(each) } }))
      .sort((a, b) => compare(a.letter.job, b.letter.job) || compare(a.letter.at, b.letter.at));
    if (json)
      return console.log(
        JSON.stringify(
          letters.map(({ letter }) => letter),
          null,
          2,
        ),
      );
    console.log(renderLetters(letters, desk, paintFor(process.stdout)));
  });
}

/** Whoever may see an instance unmasked may see its letters so; it is the monitor that knows who may, and that logs it. */
async function askToReveal({ access, context }: DeadLetterClients, key: string, bus: string | undefined) {
  const monitor = await findMonitor(access, givenSettings(context), bus);
  await reveal(access, monitor.function, key);
}

/** What the job was given, as it was; a text if it is no JSON. */
const inputOf = ({ input }: ReadLetter): unknown => asJson(input) ?? input;

async function lettersIn(desk: DeadLetterClients, sharedBy: readonly JobQueue[]) {
  const letters: (ReadLetter & { readonly queue: string })[] = [];
  const [{ url, queue }] = sharedBy as [JobQueue];
  await eachHeldLetter(desk.sqs, url, async (messages) => {
    for (const message of messages) letters.push({ ...readLetter(message, sharedBy, desk), queue });
    return [];
  });
  return letters;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
