import { expect, it } from 'vitest';
import { judge } from './judge.ts';
import type { Story } from './story.ts';

const story: Story = {
  service: 'SQS',
  name: 'A message is taken',
  reference: { page: null, seen: 'nowhere' },
  tell: async () => 'taken',
  expected: { taken: true },
};
const deviation = { answers: { taken: false }, because: 'It takes nothing.' };

it('accepts an engine that answers as AWS does, and one that deviates as is listed', () => {
  judge('MiniStack', story, undefined, { taken: true });
  judge('MiniStack', story, deviation, { taken: false });
});

it('fails when an engine deviates in a way that is not listed', () => {
  expect(() => judge('MiniStack', story, undefined, { taken: false })).toThrow(
    'MiniStack deviates from AWS in a way that is not listed.',
  );
});

it('fails when an engine deviates otherwise than is listed', () => {
  expect(() => judge('MiniStack', story, deviation, { taken: null })).toThrow(
    'MiniStack deviates from AWS otherwise than is listed.',
  );
});

it('fails when a listed deviation is gone', () => {
  expect(() => judge('MiniStack', story, deviation, { taken: true })).toThrow(
    'MiniStack answers as AWS does now: take its deviation from the list ("A message is taken").',
  );
});
