import { describe, it } from 'vitest';
import { DEVIATIONS } from './deviations/all.ts';
import type { EngineName } from './engines.ts';
import { judge } from './judge.ts';
import { STORIES } from './stories/all.ts';
import { told } from './told.ts';

/** Tells every story to an engine: it answers as AWS does, or deviates just as it is listed. */
export function tellStories(engine: EngineName, endpoint: () => string): void {
  for (const family of new Set(STORIES.map(({ service }) => service))) {
    describe(`${engine}: ${family}`, () => {
      for (const story of STORIES.filter(({ service }) => service === family))
        it.concurrent(story.name, { timeout: 60_000 }, async () => {
          judge(engine, story, DEVIATIONS[story.name]?.[engine], await told(story, endpoint()));
        });
    });
  }
}
