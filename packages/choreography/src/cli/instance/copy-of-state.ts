import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { History } from '#local/state/read-history.ts';
import { StateFile } from '#local/state/state-file.ts';

/** A state in a temporary folder, which goes with it. */
export interface CopyOfState {
  readonly file: StateFile;
  remove(): void;
}

/**
 * The state before a turn, with the clock held at a time, in milliseconds since 1970. Of the work under way then, only
 * that of the key goes on: other instances are left alone.
 */
export function copyOfState({ lines }: Pick<History, 'lines'>, turn: number, time: number, key: string): CopyOfState {
  const folder = mkdtempSync(join(tmpdir(), 'choreography-rewind-'));
  const path = join(folder, 'state.log');
  writeFileSync(
    path,
    lines
      .slice(0, turn)
      .map((line) => `${line}\n`)
      .join(''),
  );
  const file = new StateFile(path);
  for (const [name, value] of [...file.entries('delivery/'), ...file.entries('invocation/')])
    if (!JSON.stringify(value).includes(key)) file.delete(name);
  file.put('clock', { ahead: time - Date.now(), heldAt: time });
  return {
    file,
    remove() {
      file.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
