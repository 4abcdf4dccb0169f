import { Aws } from './aws.ts';
import { createFunction } from './given/a-function.ts';
import { createStack, type DeployedStack, NO_STACK } from './given/a-stack.ts';
import { type Answer, normalise } from './normalise.ts';
import { refusal } from './refusal.ts';
import type { Story } from './story.ts';

/** What of a story is deployed already. */
export interface Deployed {
  readonly functionName?: string | undefined;
  /** Its stack, whose names the story's answer is to know. */
  readonly stack?: ((aws: Aws) => DeployedStack) | undefined;
}

/**
 * What an engine answers to a story, normalised. A call within it that the story takes for granted, and the engine
 * refuses, ends the story there: that refusal is the answer. The story's function and stack are made first, unless they are
 * deployed already.
 */
export async function told(story: Story, endpoint: string, deployed: Deployed = {}): Promise<Answer> {
  const aws = new Aws(endpoint);
  try {
    let answer: unknown;
    const tell = async () => {
      const name = deployed.functionName && aws.known(deployed.functionName, 'function');
      const stack = deployed.stack?.(aws) ?? (story.stack ? await createStack(aws, story.stack) : NO_STACK);
      answer = await story.tell(aws, name ?? (story.given ? await createFunction(aws, story.given) : ''), stack);
    };
    const ended = await refusal(tell());
    return normalise(ended === 'taken' ? answer : { endedBy: ended }, aws.names());
  } finally {
    await aws.leave();
  }
}
