import { paintFor } from '#cli/paint.ts';
import { atDesk } from './desk.ts';
import { findQueues, queueOf } from './find-queues.ts';
import { heldLetters } from './held-letters.ts';
import type { Letter } from './letter.ts';
import { renderLetters } from './render-letters.ts';

/** `choreography dead-letters [JOB]`: what was set aside and why, oldest first; all stays where it is. */
export async function deadLetters(
  job: string | undefined,
  { json, endpointUrl }: { json?: boolean; endpointUrl?: string },
): Promise<void> {
  await atDesk(endpointUrl, async ({ sqs, settings }) => {
    const queues = await findQueues(sqs, settings.queue);
    const asked = job === undefined ? queues : [queueOf(queues, job)];
    const found = await Promise.all(
      asked.map(async (queue) => {
        const letters: Letter[] = [];
        for await (const { letter } of heldLetters(sqs, queue, settings.key)) letters.push(letter);
        return { ...queue, letters: letters.sort((a, b) => (a.at < b.at ? -1 : 1)) };
      }),
    );
    console.log(
      json
        ? JSON.stringify(
            found.flatMap(({ letters }) => letters),
            null,
            2,
          )
        : renderLetters(found, paintFor(process.stdout)),
    );
  });
}
