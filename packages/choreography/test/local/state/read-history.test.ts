import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findTaken, readHistory, valuesBefore } from '#local/state/read-history.ts';
import { StateFile } from '#local/state/state-file.ts';

function aFile() {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  const file = new StateFile(join(folder, 'state.log'));
  onTestFinished(() => {
    file.close();
    rmSync(folder, { recursive: true });
  });
  return file;
}
const delivery = (eventId: string) => ({
  rule: 'arn:aws:events:us-east-1:000000000000:rule/library/lend',
  event: JSON.stringify({ id: 'of-the-bus', detail: { metadata: { eventId } } }),
});
const turn = (file: StateFile, ...changes: [string, unknown?][]) => {
  for (const [key, value] of changes) value === undefined ? file.delete(key) : file.put(key, value);
  file.flush();
};

it('tells the state before the turn in which an event was taken', () => {
  const file = aFile();
  turn(file, ['item/t/a', 1]);
  turn(file, ['item/t/a', 2], ['item/t/b', 1]);
  turn(file, ['delivery/1', delivery('e-1')]);
  turn(file, ['item/t/b'], ['delivery/1']);
  const history = readHistory(file.history());
  const taken = findTaken(history, 'e-1');
  expect(taken).toMatchObject({ turn: 2, bus: 'library', event: { id: 'of-the-bus' } });
  expect(valuesBefore(history, taken?.turn ?? 0, 'item/')).toEqual(
    new Map([
      ['item/t/a', 2],
      ['item/t/b', 1],
    ]),
  );
  expect(valuesBefore(history, history.turns.length, 'item/')).toEqual(new Map([['item/t/a', 2]]));
  expect(findTaken(history, 'e-2')).toBeUndefined();
});

it('knows nothing of what was before the file was written anew', () => {
  const file = aFile();
  turn(file, ['delivery/1', delivery('e-1')]);
  file.compact();
  turn(file, ['delivery/2', delivery('e-2')]);
  const history = readHistory(file.history());
  expect(findTaken(history, 'e-1')).toBeUndefined();
  expect(findTaken(history, 'e-2')).toMatchObject({ turn: 2 });
  expect(file.entries('delivery/').map(([key]) => key)).toEqual(['delivery/1', 'delivery/2']);
});
