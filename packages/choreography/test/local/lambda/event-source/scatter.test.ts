import { describe, expect, it } from 'vitest';
import { scatter } from '#local/lambda/event-source/scatter.ts';

const messages = Array.from({ length: 20_000 }, () => ({}));

describe('What several pollers receive', () => {
  it('is spread as by chance: five messages in a row come to 3.36 of five pollers on average', () => {
    const pollerOf = scatter(5);
    let pollers = 0;
    for (let at = 0; at < messages.length; at += 5)
      pollers += new Set(messages.slice(at, at + 5).map((message) => pollerOf(message))).size;
    expect(pollers / (messages.length / 5)).toBeCloseTo(5 * (1 - 0.8 ** 5), 1);
  });

  it('is the same in each run, and comes to the same poller again', () => {
    const [one, other] = [scatter(5), scatter(5)];
    expect(messages.map(one)).toEqual(messages.map(other));
    expect([...messages].reverse().map(one).reverse()).toEqual(messages.map(one));
  });
});
