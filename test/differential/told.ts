import { Aws } from './aws.ts';
import { type Answer, normalise } from './normalise.ts';
import { refusal } from './refusal.ts';
import type { Story } from './story.ts';

/**
 * What an engine answers to a story, normalised. A call within it that the story takes for granted, and the engine
 * refuses, ends the story there: that refusal is the answer.
 */
export async function told(story: Story, endpoint: string): Promise<Answer> {
  const aws = new Aws(endpoint);
  try {
    let answer: unknown;
    const ended = await refusal(
      story.tell(aws).then((answered) => {
        answer = answered;
      }),
    );
    return normalise(ended === 'taken' ? answer : { endedBy: ended }, aws.names());
  } finally {
    await aws.leave();
  }
}
