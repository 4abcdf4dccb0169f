import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personalValues, withoutValues } from '#cli/instance/personal-values.ts';
import { MASK } from '#contracts/mask-personal.ts';

describe('the values that masks stand for', () => {
  it('are those that are not shown, with the keys of maps that are not, and without the names of fields', () => {
    const clear = {
      id: 'o-1',
      to: { name: 'Ada Byron', age: 36, phones: [{ '555-0100': 'home' }] },
      by: { 'ada@example.com': 'x' },
      lines: ['tea', 'Ada'],
    };
    const shown = { id: 'o-1', to: MASK, by: { [MASK]: MASK }, lines: ['tea', MASK] };
    expect(personalValues(clear, shown)).toEqual([
      'Ada Byron',
      '36',
      '555-0100',
      'home',
      'ada@example.com',
      'x',
      'Ada',
    ]);
  });

  it('are none where all is shown', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(personalValues(value, value)).toEqual([]);
      }),
    );
  });
});

describe('a value without personal ones', () => {
  const personal = new Set(['Ada Byron', 'Ada', '36']);
  it('has masks in their place, alone, within longer texts and as names', () => {
    expect(
      withoutValues({ to: 'Ada', age: 36, note: 'for Ada Byron', 'Ada Byron': ['Ada', 'Adam', 1] }, personal),
    ).toEqual({ to: MASK, age: MASK, note: `for ${MASK}`, [MASK]: [MASK, 'Adam', 1] });
  });

  it('holds no long text that is personal', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.string({ minLength: 4 }).filter((text) => !MASK.includes(text)),
        (value, text) => {
          const planted = { first: [value, `before ${text} after`], [text]: text };
          const shown = withoutValues(planted, new Set([text])) as object;
          expect(Object.keys(shown)).not.toContain(text);
          expect(JSON.stringify(shown)).not.toContain(JSON.stringify(`before ${text} after`));
        },
      ),
    );
  });
});
