import { aFunction, anAssembly } from '../local/assembly.ts';
import { propertiesOf } from './given/a-function.ts';
import { STORIES } from './stories/all.ts';
import type { Story } from './story.ts';

const GIVEN = STORIES.filter(({ given }) => given);

/** The name under which a story's function is deployed to the local runtime; undefined when it has none. */
export const deployedName = (story: Story): string | undefined =>
  story.given && `story-function-${GIVEN.indexOf(story)}`;

/** A CDK assembly with the functions of all stories; its folder. */
export function assemblyOfFunctions(): string {
  const functions = GIVEN.flatMap((story) =>
    story.given ? [{ name: deployedName(story) ?? '', given: story.given }] : [],
  );
  return anAssembly(
    Object.fromEntries(functions.map(({ name, given }, at) => [`Function${at}`, aFunction(name, propertiesOf(given))])),
    Object.fromEntries(functions.map(({ name, given: { source } }) => [name, source])),
  );
}
