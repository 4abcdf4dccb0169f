import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changesIn, LineWriter } from '#local/state/state-line.ts';

const change = fc.oneof(fc.tuple(fc.string({ unit: 'binary' }), fc.jsonValue()), fc.tuple(fc.string()));

it('A line has the changes that were added since the line before, whatever is in them and however long they are', () => {
  const writer = new LineWriter();
  const long = fc.string({ unit: 'grapheme', minLength: 30_000, maxLength: 100_000 });
  const line = fc.oneof({ weight: 20, arbitrary: fc.array(change) }, fc.array(fc.tuple(fc.string(), long)));
  fc.assert(
    fc.property(line, (changes) => {
      const places = changes.map((each) => writer.add(JSON.stringify(each)));
      const bytes = Buffer.from(writer.end());
      expect(bytes.at(-1)).toBe(0x0a);
      expect(changesIn(bytes.subarray(0, -1))).toEqual(JSON.parse(JSON.stringify(changes)));
      for (const [i, { start, length }] of places.entries())
        expect(bytes.toString('utf8', start, start + length)).toBe(JSON.stringify(changes[i]));
    }),
  );
});

it('A line that is not as it was written has no changes', () => {
  const writer = new LineWriter();
  writer.add('["a",1]');
  const bytes = writer.end().subarray(0, -1);
  for (const [at, byte] of bytes.entries()) {
    const damaged = Buffer.from(bytes);
    damaged[at] = byte ^ 1;
    expect(changesIn(damaged)).toBeUndefined();
  }
});
