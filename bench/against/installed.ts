import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Megabytes of all files below a folder; what a link leads to does not count. */
export function megabytesOfFolder(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) / 1024 ** 2;
}
