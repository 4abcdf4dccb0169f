import { AssertionError } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import type { Deviation } from './deviation.ts';
import type { EngineName } from './engines.ts';
import type { Answer } from './normalise.ts';
import type { Story } from './story.ts';

/** Throws when an engine answers a story neither as AWS does nor as its listed deviation says. */
export function judge(engine: EngineName, story: Story, deviation: Deviation | undefined, answer: Answer): void {
  const asAws = isDeepStrictEqual(answer, story.expected);
  if (deviation === undefined && !asAws)
    throw differs(`${engine} deviates from AWS in a way that is not listed.`, answer, story.expected);
  if (deviation === undefined) return;
  if (asAws) throw new Error(`${engine} answers as AWS does now: take its deviation from the list ("${story.name}").`);
  if (!isDeepStrictEqual(answer, deviation.answers))
    throw differs(`${engine} deviates from AWS otherwise than is listed.`, answer, deviation.answers);
}

/** An error whose parts the test runner shows as a difference. */
const differs = (message: string, actual: Answer, expected: Answer) =>
  new AssertionError({ message, actual, expected, operator: 'deepStrictEqual' });
