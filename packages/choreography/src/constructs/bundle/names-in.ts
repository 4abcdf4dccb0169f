import { readdirSync } from 'node:fs';

/** What is in a folder; nothing if there is no such folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
