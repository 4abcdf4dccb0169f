import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineEvent } from '#contracts/define-event.ts';

const contract = {
  source: 'shop.test',
  type: 'ThingHappened',
  version: 1,
  data: z.object({ thing: z.object({ id: z.string() }) }),
};

describe('defineEvent', () => {
  it('takes a business key that is in the data', () => {
    expect(defineEvent({ ...contract, correlateBy: 'thing.id' }).correlateBy).toBe('thing.id');
  });

  it('refuses a business key that is not, by event and path', () => {
    expect(() => defineEvent({ ...contract, correlateBy: 'thing.number' })).toThrow(
      'Event ThingHappened: correlateBy "thing.number" is no path in its data.',
    );
  });

  it('refuses a type that is no name', () => {
    expect(() => defineEvent({ ...contract, type: 'thing happened', correlateBy: 'thing.id' })).toThrow(
      '"thing happened"',
    );
  });
});
