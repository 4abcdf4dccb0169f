import type { Aws } from './aws.ts';
import type { EngineName } from './engines.ts';
import type { GivenFunction } from './given/a-function.ts';
import type { DeployedStack, GivenStack } from './given/a-stack.ts';
import type { Answer } from './normalise.ts';
import type { Reference } from './reference.ts';

/** A few real calls of the SDK, with the answer that AWS gives. */
export interface Story {
  readonly service: string;
  /** A sentence: what is asked, and what comes of it. */
  readonly name: string;
  readonly reference: Reference;
  /** Engines to which it is not told, each with the reason: a part of a sentence. */
  readonly notTo?: Readonly<Partial<Record<EngineName, string>>>;
  /** The function that it invokes: by a template on the local runtime, by CreateFunction elsewhere. */
  readonly given?: GivenFunction;
  /** The stack that it is about: by a template on the local runtime, by CloudFormation or other calls elsewhere. */
  readonly stack?: GivenStack;
  /** Makes the calls and tells what was answered; with the name of the function and the stack that are given. */
  tell(aws: Aws, functionName: string, stack: DeployedStack): Promise<unknown>;
  /** The answer of AWS, normalised. */
  readonly expected: Answer;
}

/** The stories of one service. */
export const storiesOf = (service: string, stories: readonly Omit<Story, 'service'>[]): Story[] =>
  stories.map((story) => ({ service, ...story }));
