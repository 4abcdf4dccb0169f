import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { StateFile } from '#local/state/state-file.ts';
import { changesIn } from '#local/state/state-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'state-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const path = () => join(folder, `${files++}.log`);
const contentOf = (file: string): [string, unknown][] => {
  const state = new StateFile(file);
  const entries = state.entries('') as [string, unknown][];
  state.close();
  return entries;
};

const key = fc.constantFrom('a/1', 'a/2', 'b/1', 'é/"\n');
const change = fc.oneof(
  fc.record({ put: key, value: fc.jsonValue() }),
  fc.record({ delete: key }),
  fc.record({ deleteAll: fc.constantFrom('a/', 'b/') }),
);
type Change = { put: string; value: unknown } | { delete: string } | { deleteAll: string };
function apply(journal: Pick<StateFile, 'put' | 'delete' | 'deleteAll'>, made: Change): void {
  if ('put' in made) journal.put(made.put, made.value);
  else if ('delete' in made) journal.delete(made.delete);
  else journal.deleteAll(made.deleteAll);
}
const model = () => {
  const kept = new Map<string, unknown>();
  return {
    kept,
    put: (name: string, value: unknown) => void kept.set(name, JSON.parse(JSON.stringify(value))),
    delete: (name: string) => void kept.delete(name),
    deleteAll(prefix: string) {
      for (const name of [...kept.keys()]) if (name.startsWith(prefix)) kept.delete(name);
    },
  };
};
const sorted = (entries: Iterable<[string, unknown]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

describe('A state file', () => {
  it('has after another start what was put and not deleted', () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 8 }), fc.boolean(), (turns, compact) => {
        const file = path();
        const state = new StateFile(file);
        const expected = model();
        for (const turn of turns) {
          for (const each of turn) {
            apply(state, each);
            apply(expected, each);
          }
          state.flush();
          expect(sorted(state.entries('') as [string, unknown][])).toEqual(sorted(expected.kept));
        }
        if (compact) state.compact();
        state.close();
        expect(sorted(contentOf(file))).toEqual(sorted(expected.kept));
      }),
    );
  });

  it('that breaks off anywhere has the whole turns before that, and goes on from there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.record({ put: key, value: fc.jsonValue() }), { minLength: 1, maxLength: 3 }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (turns, part) => {
          const file = path();
          const state = new StateFile(file);
          const ends = [{ size: 0, kept: sorted([]) }];
          const expected = model();
          for (const turn of turns) {
            for (const each of turn) {
              apply(state, each);
              apply(expected, each);
            }
            state.flush();
            ends.push({ size: statSync(file).size, kept: sorted(expected.kept) });
          }
          state.close();
          const size = Math.floor(part * (ends.at(-1)?.size ?? 0));
          truncateSync(file, size);
          expect(sorted(contentOf(file))).toEqual(ends.findLast((end) => end.size <= size)?.kept);
          const again = new StateFile(file);
          again.put('later', 1);
          again.close();
          expect(new Map(contentOf(file)).get('later')).toBe(1);
        },
      ),
    );
  });

  it('takes no line that is not as it was written', () => {
    const file = path();
    const state = new StateFile(file);
    state.put('a', 1);
    state.flush();
    state.put('b', 2);
    state.close();
    writeFileSync(file, readFileSync(file, 'utf8').replace('["b",2]', '["b",3]'));
    appendFileSync(file, 'nonsense\n');
    expect(contentOf(file)).toEqual([['a', 1]]);
  });

  it('tells in its history what was put and deleted in one turn, in one line, and does not keep it', async () => {
    const file = path();
    const state = new StateFile(file);
    state.put('a', 1);
    state.delete('a');
    state.put('b', 2);
    state.delete('c');
    await state.written();
    expect(readFileSync(file, 'utf8').split('\n').slice(0, -1)).toHaveLength(1);
    expect(changesIn(readFileSync(file).subarray(0, -1))).toEqual([['a', 1], ['a'], ['b', 2]]);
    expect(state.written()).toBeUndefined();
    state.close();
    expect(contentOf(file)).toEqual([['b', 2]]);
  });

  it('does not grow with what is out of date', () => {
    const file = path();
    const state = new StateFile(file);
    const text = 'x'.repeat(100_000);
    for (let at = 0; at < 200; at++) {
      state.put('same', { at, text });
      state.flush();
    }
    state.close();
    expect(contentOf(file)).toEqual([['same', { at: 199, text }]]);
    expect(statSync(file).size).toBeLessThan(110_000);
  });
});
