import { projectOf } from '#testing/a-runtime.ts';
import { afterAll, beforeAll, expect, test } from '#testing/peers.ts';
import { aBystander, type Bystander } from './bystander.ts';
import { type FoundEngine, findEngine } from './find-engine.ts';
import { type Given, givenIn } from './given.ts';
import { untilIn } from './telling.ts';
import { type Then, thenIn } from './then.ts';
import { type When, whenIn } from './when.ts';

/** The words of a story: what is given, what happens when, and what is true then. */
export interface Story {
  readonly given: Given;
  readonly when: When;
  readonly then: Then;
}

/** Words of a project's own, beside those of every story. */
export interface OwnWords {
  readonly given?: object;
  readonly when?: object;
  readonly then?: object;
}

/** The words of a story, together with a project's own words. */
export type ToldWith<Own extends OwnWords> = {
  readonly [Part in keyof Story]: Story[Part] & (Own[Part] extends object ? Own[Part] : unknown);
};

/** The engine that stories run on, and the words that a project adds. */
export interface StoryOptions<Own extends OwnWords> {
  /** URL of the engine to which the stacks were deployed, or `aws`. @default CHOREOGRAPHY_ENGINE, else AWS_ENDPOINT_URL, else the local runtime in this process */
  readonly engine?: string;
  /** The bus. @default CHOREOGRAPHY_BUS, else the only one that the engine has */
  readonly bus?: string;
  /** Words of the project's own, made of those of every story. */
  readonly words?: (story: Story) => Own;
}

/** How long one story may take, milliseconds: several waits, each at most as long as `Then` says. */
const TIMEOUT_MS = 240_000;

/**
 * Prepares the stories of a test file: returns a function that declares a story as a test. The engine is AWS, an emulator or a local runtime,
 * with the project's stacks deployed; if none is named, the project of the test file (the nearest folder with a `cdk.json`) is
 * synthesized and runs in this process. A story that moves the clock, or makes a job unavailable, is skipped on any other engine.
 */
export function stories<Own extends OwnWords = Record<never, never>>({
  engine: endpoint = process.env.CHOREOGRAPHY_ENGINE ?? process.env.AWS_ENDPOINT_URL,
  bus = process.env.CHOREOGRAPHY_BUS,
  words,
}: StoryOptions<Own> = {}): (sentence: string, tell: (story: ToldWith<Own>) => Promise<void>) => void {
  let folder: string;
  let found: FoundEngine;
  let everything: Bystander;

  beforeAll(async () => {
    folder = projectOf(expect.getState().testPath);
    found = await findEngine(folder, endpoint, bus);
    everything = await aBystander(found.engine, { source: [{ exists: true }] });
  }, TIMEOUT_MS);

  afterAll(async () => {
    await everything?.leave();
    found?.engine.leave();
    await found?.end();
  }, TIMEOUT_MS);

  return (sentence, tell) =>
    test(sentence, { timeout: TIMEOUT_MS }, async ({ onTestFinished, skip }) => {
      const { engine } = found;
      const cleanUps: (() => Promise<unknown>)[] = [];
      onTestFinished(async () => {
        for (const cleanUp of cleanUps) await cleanUp();
      });
      const telling = {
        engine,
        folder,
        everything,
        until: untilIn(engine),
        needsLocal(what: string) {
          if (!engine.isLocal) skip(`This story ${what}, which only the local runtime can.`);
        },
        afterwards: (cleanUp: () => Promise<unknown>) => void cleanUps.unshift(cleanUp),
      };
      // biome-ignore lint/suspicious/noThenProperty: a story is never awaited, and its `then` cannot be called.
      const story: Story = { given: givenIn(telling), when: whenIn(telling), then: thenIn(telling) };
      const own: OwnWords = words?.(story) ?? {};
      const told = {
        given: { ...story.given, ...own.given },
        when: { ...story.when, ...own.when },
        // biome-ignore lint/suspicious/noThenProperty: as above.
        then: { ...story.then, ...own.then },
      };
      await tell(told as ToldWith<Own>);
    });
}
