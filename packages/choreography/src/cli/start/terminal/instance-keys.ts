import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type KeysOf, keyReader } from '#cli/dead-letters/event-keys.ts';
import { templatesHere } from '#cli/project/templates-here.ts';
import type { KeyOf } from '#local/runtime/notice.ts';

/**
 * Reads the key of the instance that an event is of, by the processes of the templates at a path: the first, if it names several.
 * Templates that have changed since are read again.
 */
export function instanceKeys(path: string): KeyOf {
  let readAt = Number.NaN;
  let keysOf: KeysOf = () => [];
  return (event) => {
    const changedAt = timeOf(path);
    if (changedAt !== readAt) {
      readAt = changedAt;
      keysOf = keyReader({ processes: templatesHere(path)?.processes });
    }
    return keysOf(event)[0];
  };
}

function timeOf(path: string): number {
  const file = [join(path, 'manifest.json'), path].find(existsSync);
  return file === undefined ? 0 : statSync(file).mtimeMs;
}
