import { paintFor } from '#cli/program/paint.ts';
import { type DeadLetterClients, type DeadLetterOptions, withClients } from './dead-letter-clients.ts';
import { findQueues, type JobQueue, queuesOf } from './find-queues.ts';
import { heldLetters } from './held-letters.ts';
import { type ReadLetter, readLetter } from './letter.ts';
import { renderLetters } from './render-letters.ts';

/** `choreography dead-letters [JOB]`: what was set aside and why, oldest first; all stays where it is. */
export async function deadLetters(
  job: string | undefined,
  { json, ...options }: DeadLetterOptions & { json?: boolean },
): Promise<void> {
  await withClients(options, async (desk) => {
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

async function lettersIn(desk: DeadLetterClients, sharedBy: readonly JobQueue[]) {
  const letters: (ReadLetter & { readonly queue: string })[] = [];
  const [{ url, queue }] = sharedBy as [JobQueue];
  for await (const { message } of heldLetters(desk.sqs, url))
    letters.push({ ...readLetter(message, sharedBy, desk), queue });
  return letters;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
