import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Megabytes of all files below a folder; what links lead to and what tools keep in `.cache` do not count. */
export function megabytesOfFolder(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.parentPath.includes('.cache'),
  );
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) / 1024 ** 2;
}
