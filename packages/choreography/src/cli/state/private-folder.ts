import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What commands keep in a project's folder. */
const FOLDER = '.choreography';

/**
 * Makes a folder below `.choreography`, for its owner alone and out of sight of git: what is kept there holds events, items and emails
 * as they were. Returns its path.
 */
export function privateFolder(name: 'running' | 'snapshots' | 'state'): string {
  const path = join(FOLDER, name);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const ignored = join(FOLDER, '.gitignore');
  if (!existsSync(ignored)) writeFileSync(ignored, '*\n');
  return path;
}
