import { Aws } from './aws.ts';
import { createFunction } from './given/a-function.ts';
import { type Answer, normalise } from './normalise.ts';
import { refusal } from './refusal.ts';
import type { Story } from './story.ts';

/**
 * What an engine answers to a story, normalised. A call within it that the story takes for granted, and the engine
 * refuses, ends the story there: that refusal is the answer. The story's function is made first, unless it is deployed
 * under a name already.
 */
export async function told(story: Story, endpoint: string, deployed?: string): Promise<Answer> {
  const aws = new Aws(endpoint);
  try {
    let answer: unknown;
    const tell = async () => {
      const name = deployed && aws.known(deployed, 'function');
      answer = await story.tell(aws, name ?? (story.given ? await createFunction(aws, story.given) : ''));
    };
    const ended = await refusal(tell());
    return normalise(ended === 'taken' ? answer : { endedBy: ended }, aws.names());
  } finally {
    await aws.leave();
  }
}
