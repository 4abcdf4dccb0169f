import { misfitsInWords } from '#check/findings/events/contract-misfit.ts';
import type { BrokenConsumer } from './difference.ts';

/** What breaks a job, without the end of the sentence. */
export function brokenInWords({ when, places }: BrokenConsumer): string {
  const what = misfitsInWords(places);
  if (when === 'always') return what;
  return when === 'before'
    ? `it refuses what was said before, if it is still under way or is replayed (${what}); deploy whoever says it first`
    : `until its own stack is deployed, it refuses what is said anew (${what}); deploy it first`;
}
