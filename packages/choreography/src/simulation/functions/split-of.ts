import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { findSourceMap } from '#local/lambda/environment/find-source-map.ts';
import { type SplitCode, splitLibrary } from './split-library.ts';

/** Grows whenever bundles are divided in another way. */
const VERSION = 1;

/**
 * Divides a bundle by the source map beside it (`index.js.map`), or by the one in a folder of maps. The result is cached in the folder
 * `simulation` beside that of the maps, since the division takes half a second. Undefined if there is no map, or no library in the bundle.
 */
export function splitOf(source: string, path: string, sourceMaps: string | undefined): SplitCode | undefined {
  if (existsSync(`${path}.map`)) return splitLibrary(source, readFileSync(`${path}.map`, 'utf8'));
  const map = sourceMaps === undefined ? undefined : findSourceMap(dirname(path), sourceMaps);
  if (map === undefined || sourceMaps === undefined) return undefined;
  const folder = join(sourceMaps, '../simulation');
  const hash = createHash('sha256').update(`${VERSION}`).update(source).digest('hex');
  const ending = basename(map).replace(/^[0-9a-f]+/, '');
  const kept = join(folder, `${hash}${ending}`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as SplitCode;
  const split = splitLibrary(source, readFileSync(map, 'utf8'));
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith(ending)) rmSync(join(folder, name), { force: true });
  // Written aside and renamed: another process that simulates finds a complete file or none.
  writeFileSync(`${kept}.${process.pid}`, JSON.stringify(split ?? null));
  renameSync(`${kept}.${process.pid}`, kept);
  return split;
}
