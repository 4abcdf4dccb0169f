import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

/**
 * Calls `onChange` for each change in some folders, at any depth, until the signal. It watches folders, not files: so it sees the files
 * that editors write anew, and those that come and go.
 */
export function watchFolders(folders: readonly string[], onChange: (path: string) => void, signal: AbortSignal): void {
  const watched = new Map<string, FSWatcher>();
  const follow = (folder: string): void => {
    if (watched.has(folder) || signal.aborted) return;
    const watcher = watch(folder, (_, name) => {
      for (const each of foldersIn(folder)) follow(each);
      onChange(join(folder, name ?? ''));
    });
    // The removal of a folder is reported by its own watcher and by its parent's.
    watcher.on('error', () => watched.delete(folder));
    watched.set(folder, watcher);
    for (const each of foldersIn(folder)) follow(each);
  };
  for (const folder of folders) follow(folder);
  signal.addEventListener('abort', () => {
    for (const watcher of watched.values()) watcher.close();
  });
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() && entry.name !== 'node_modules' ? [join(folder, entry.name)] : [],
    );
  } catch {
    // It is gone.
    return [];
  }
}
