// The command as the sources are: they are made into a few files first, and again when one of them has changed. To load hundreds of
// files one by one, each through a compiler, takes a second of the processor each time.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const MADE = join(PACKAGE, 'build', 'command');
/** What was made of older sources may still be run by a process that loads a part of it later. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** The URL of `cli/program/cli.ts`, as a module that Node can load. */
export async function commandFromSources() {
  const folder = join(MADE, sourcesKey());
  if (!existsSync(folder)) await make(folder);
  return pathToFileURL(join(folder, 'cli.js')).href;
}

/** Changes with any source, by its size and time, and with what they are made by. */
function sourcesKey() {
  const hash = createHash('sha256');
  for (const path of [
    fileURLToPath(import.meta.url),
    join(PACKAGE, 'package.json'),
    ...filesIn(join(PACKAGE, 'src')),
  ]) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 20);
}

const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });

/** In a folder of its own first: several processes may do so at once, and the first one that is ready counts. */
async function make(folder) {
  const { build } = await import('esbuild');
  const draft = `${folder}.${process.pid}`;
  await build({
    absWorkingDir: PACKAGE,
    entryPoints: ['src/cli/program/cli.ts'],
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    conditions: ['@choreography/source'],
    outdir: draft,
    sourcemap: true,
    logLevel: 'warning',
    plugins: [AT_ITS_PLACE],
  });
  removeOld();
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

/** A module that asks where it is hears where its source is: beside it are the threads and the files that it names. */
const AT_ITS_PLACE = {
  name: 'at-its-place',
  setup: (build) =>
    build.onLoad({ filter: /\.(ts|mjs)$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta')) return undefined;
      const contents = text
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)));
      return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
    }),
};

function removeOld() {
  mkdirSync(MADE, { recursive: true });
  for (const name of readdirSync(MADE)) {
    const path = join(MADE, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}
