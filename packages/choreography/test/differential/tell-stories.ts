import { describe, it } from 'vitest';
import { DEVIATIONS } from './deviations/all.ts';
import type { EngineName } from './engines.ts';
import { judge } from './judge.ts';
import { STORIES } from './stories/all.ts';
import type { Story } from './story.ts';
import { type Deployed, told } from './told.ts';

/** Tells every story to an engine: it answers as AWS does, or deviates just as it is listed. */
export function tellStories(
  engine: EngineName,
  endpoint: () => string,
  deployed: (story: Story) => Deployed = () => ({}),
): void {
  for (const family of new Set(STORIES.map(({ service }) => service))) {
    const stories = STORIES.filter(({ service, notTo }) => service === family && !notTo?.[engine]);
    if (stories.length === 0) continue;
    describe(`${engine}: ${family}`, () => {
      for (const story of stories)
        it.concurrent(story.name, { timeout: 60_000 }, async () => {
          judge(engine, story, DEVIATIONS[story.name]?.[engine], await told(story, endpoint(), deployed(story)));
        });
    });
  }
}
