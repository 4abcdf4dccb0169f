import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A file on this machine in which a local runtime keeps events, items and emails as they were. */
export interface KeptFile {
  readonly path: string;
  /** The command that removes it. */
  readonly removedBy: string;
}

const FOLDERS = [
  { folder: '.choreography/state', ending: '.log', remove: () => 'npx choreography reset' },
  { folder: '.choreography/snapshots', ending: '.jsonl.gz', remove: (path: string) => `rm ${path}` },
];

/** The files of this folder's runtimes, which are read by their owner alone, for as long as they are there. */
export const keptFiles = (): KeptFile[] =>
  FOLDERS.flatMap(({ folder, ending, remove }) =>
    (existsSync(folder) ? readdirSync(folder).sort() : [])
      .filter((name) => name.endsWith(ending))
      .map((name) => ({ path: join(folder, name), removedBy: remove(join(folder, name)) })),
  );
