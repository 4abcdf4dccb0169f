import { it } from 'vitest';
import { givenIn } from './given.ts';
import { theShop } from './shop.ts';
import { thenIn } from './then.ts';
import { whenIn } from './when.ts';

export interface Story {
  readonly given: ReturnType<typeof givenIn>;
  readonly when: ReturnType<typeof whenIn>;
  readonly then: ReturnType<typeof thenIn>;
}

/** Tells the engine one story: what is given, what happens when, and what is true then. */
export function story(sentence: string, tell: (story: Story) => Promise<void>): void {
  it(sentence, async ({ onTestFinished }) => {
    const shop = theShop();
    onTestFinished(() => shop.leave());
    // biome-ignore lint/suspicious/noThenProperty: a story is never awaited, and its `then` cannot be called.
    await tell({ given: givenIn(shop), when: whenIn(shop), then: thenIn(shop) });
  });
}
