import type { Runtime } from '#local/start-runtime.ts';
import { aFunction, anAssembly } from '../local/assembly.ts';
import { propertiesOf } from './given/a-function.ts';
import { STORIES } from './stories/all.ts';
import type { Story } from './story.ts';
import type { Deployed } from './told.ts';

const functionOf = (story: Story) => `story-function-${STORIES.indexOf(story)}`;
const nameIn = (story: Story) => (word: string) => `story-${STORIES.indexOf(story)}-${word}`;

/** What of a story is deployed to the local runtime: its function, and its stack. */
export const deployed = (story: Story, runtime: Runtime): Deployed => ({
  functionName: story.given && functionOf(story),
  stack:
    story.stack &&
    ((aws) => {
      const name = (word: string) => aws.known(nameIn(story)(word), word);
      return { name, apiUrl: runtime.status().apis.find((api) => api.name === name('api'))?.url ?? '' };
    }),
});

/** A CDK assembly with the functions and stacks of all stories, some of which send to a listener; its folder. */
export function assemblyOfStories(listener: string): string {
  const functions = STORIES.flatMap((story) => (story.given ? [{ name: functionOf(story), given: story.given }] : []));
  const stacks = STORIES.flatMap((story, at) =>
    story.stack ? [[`Story${at}`, story.stack.resources(nameIn(story), listener)]] : [],
  );
  return anAssembly(
    Object.fromEntries(functions.map(({ name, given }, at) => [`Function${at}`, aFunction(name, propertiesOf(given))])),
    Object.fromEntries(functions.map(({ name, given: { source } }) => [name, source])),
    Object.fromEntries(stacks),
  );
}
