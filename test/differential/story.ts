import type { Aws } from './aws.ts';
import type { Answer } from './normalise.ts';
import type { Reference } from './reference.ts';

/** A few real calls of the SDK, with the answer that AWS gives. */
export interface Story {
  readonly service: string;
  /** A sentence: what is asked, and what comes of it. */
  readonly name: string;
  readonly reference: Reference;
  /** Makes the calls and tells what was answered, once the parts that differ from run to run are named. */
  tell(aws: Aws): Promise<unknown>;
  /** The answer of AWS, normalised. */
  readonly expected: Answer;
}

/** The stories of one service. */
export const storiesOf = (service: string, stories: readonly Omit<Story, 'service'>[]): Story[] =>
  stories.map((story) => ({ service, ...story }));
