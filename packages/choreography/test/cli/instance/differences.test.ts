import fc from 'fast-check';
import { expect, it } from 'vitest';
import { differencesOf } from '#cli/instance/differences.ts';

it.each([
  ['the same', { a: [1, { b: 'x' }] }, { a: [1, { b: 'x' }] }, []],
  ['a value', { a: [1, { b: 'x' }] }, { a: [1, { b: 'y' }] }, [{ path: 'a[1].b', was: 'x', is: 'y' }]],
  ['a field less', { a: 1, b: 2 }, { a: 1 }, [{ path: 'b', was: 2, is: undefined }]],
  ['a list for an object', { a: [] }, { a: {} }, [{ path: 'a', was: [], is: {} }]],
  ['a value in a text of JSON', { a: '{"n":1}' }, { a: '{"n":2}' }, [{ path: 'a.n', was: 1, is: 2 }]],
  ['a time', { at: '2026-11-30T08:00:00.000Z' }, { at: '2026-11-30T08:00:01.123Z' }, []],
  ['a time as seconds', { expiresAt: 1_796_024_962 }, { expiresAt: 1_796_024_999 }, []],
  [
    'a number that is no time',
    { amount: 1_796_024 },
    { amount: 1_796_025 },
    [{ path: 'amount', was: 1796024, is: 1796025 }],
  ],
  [
    'random ids',
    { id: 'ses-431573756', by: 'e6b51c1b-663b-4c60-b5ec-3cc8d014f0bc' },
    { id: 'ses-822120917', by: '06b51c1b-663b-4c60-b5ec-3cc8d014f0bd' },
    [],
  ],
  [
    'a time for a word',
    { a: '2026-11-30T08:00:00.000Z' },
    { a: 'never' },
    [{ path: 'a', was: '2026-11-30T08:00:00.000Z', is: 'never' }],
  ],
])('%s', (_, was, is, differences) => {
  expect(differencesOf(was, is)).toEqual(differences);
});

it('nothing differs from itself, and what differs does so in both directions', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(differencesOf(a, JSON.parse(JSON.stringify(a)))).toEqual([]);
      expect(
        differencesOf(b, a)
          .map(({ path }) => path)
          .sort(),
      ).toEqual(
        differencesOf(a, b)
          .map(({ path }) => path)
          .sort(),
      );
    }),
  );
});
