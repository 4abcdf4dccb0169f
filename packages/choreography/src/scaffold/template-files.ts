import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Change } from '#scaffold/change.ts';

const TEMPLATE = fileURLToPath(new URL('../../scaffold/', import.meta.url));

/** npm leaves a file of this name out of a package. */
const KEPT_AS: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

/** A line of the README's picture that the map leaves out: a name without a hyphen needs no text of its own. */
const NAMED_BY_ITSELF = /^ {2}(\w+)\[\1\]\n/gm;

/** The files of a new choreography, with its own words in paths and texts. */
export function templateFiles(inWords: (text: string) => string): Change[] {
  return readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(TEMPLATE, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
    .map((path) => ({
      path: inWords(KEPT_AS[path] ?? path),
      before: undefined,
      after: inWords(readFileSync(join(TEMPLATE, path), 'utf8')).replace(NAMED_BY_ITSELF, ''),
    }));
}
