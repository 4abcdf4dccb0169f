import { handle, Refusal, say } from 'choreography/jobs';
import { taken } from '../../events.ts';
import { desk } from './participant.ts';

/** Takes what is asked, or fails or refuses with a text that holds all of it. */
export const take = (i: number) =>
  handle(desk, `take-${i}`, async (data) => {
    const all = JSON.stringify(data);
    if (data.fate === 'thrown') throw new RangeError(`No hands for ${all}`);
    if (data.fate === 'refused') throw new Refusal('Unwanted', `Nobody wants ${all}`);
    return { writes: [], events: [say(taken[i] as (typeof taken)[number], data)] };
  });
