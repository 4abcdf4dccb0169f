import { exec } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Of each project so many versions are kept, in whatever context, the last used. */
const MAX_KEPT = 8;
/** Folders that a synth writes or that nothing is made from. */
const NO_SOURCES = new Set(['node_modules', 'cdk.out', 'build', 'dist', 'coverage']);

/**
 * The folder of a project's templates and bundles: synthesized by the `app` of its `cdk.json`, once for each content of its files
 * and each CDK context, such as `{ stage: 'staging' }`.
 * They are kept in `node_modules/.cache/choreography`, by a hash of the project's files, this package and Node.js; several
 * workers may ask at once. Its files must not be changed. Throws the error of the app.
 */
export async function synthesized(folder: string, context: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const cache = cacheOf(folder);
  const env = inContext(process.env, context);
  const made = join(cache, hashOf(folder, env));
  if (!existsSync(made)) await make(folder, made, env);
  const now = new Date();
  utimesSync(made, now, now);
  forgetOldest(cache);
  return made;
}

/** Makes the folder elsewhere and moves it into place; if another process was faster, its own is thrown away. */
async function make(folder: string, made: string, env: NodeJS.ProcessEnv): Promise<void> {
  mkdirSync(dirname(made), { recursive: true });
  const out = mkdtempSync(`${made}-`);
  try {
    const { app } = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8')) as { app: string };
    await promisify(exec)(app, { cwd: folder, env: { ...env, CDK_OUTDIR: out } });
    if (!existsSync(made)) renameSync(out, made);
  } catch (error) {
    if (!existsSync(made)) throw error;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function forgetOldest(cache: string): void {
  // What is being made has a longer name.
  const all = readdirSync(cache).filter((name) => name.length === HASH_LENGTH);
  const byAge = all.map((name) => join(cache, name)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of byAge.slice(MAX_KEPT)) rmSync(old, { recursive: true, force: true });
}

function cacheOf(folder: string): string {
  const project = createHash('sha256').update(folder).digest('hex').slice(0, 8);
  let above = folder;
  while (!existsSync(join(above, 'node_modules')) && above !== dirname(above)) above = dirname(above);
  const root = existsSync(join(above, 'node_modules')) ? above : folder;
  return join(root, 'node_modules/.cache/choreography', project);
}

const HASH_LENGTH = 32;

function hashOf(folder: string, env: NodeJS.ProcessEnv): string {
  const hash = createHash('sha256').update(JSON.stringify([process.version, contextOf(env)]));
  for (const root of [folder, ...packageFolders(), ...lockFiles(folder)])
    for (const file of filesIn(root))
      hash
        .update(`${relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
  return hash.digest('hex').slice(0, HASH_LENGTH);
}

/** An app that runs by itself is given its context as the CDK CLI gives it. */
function inContext(env: NodeJS.ProcessEnv, context: Readonly<Record<string, unknown>>): NodeJS.ProcessEnv {
  const given = Object.entries(context).filter(([, value]) => value !== undefined);
  const own = { ...env, CDK_VALIDATION: 'false' };
  if (given.length === 0) return own;
  const known = JSON.parse(env.CDK_CONTEXT_JSON || '{}') as object;
  return { ...own, CDK_CONTEXT_JSON: JSON.stringify({ ...known, ...Object.fromEntries(given) }) };
}

/** What the CDK and this package read of the environment. */
const contextOf = (env: NodeJS.ProcessEnv): unknown =>
  Object.entries(env)
    .filter(([name]) => /^(CDK_|CHOREOGRAPHY_)/.test(name) && name !== 'CDK_OUTDIR')
    .sort();

/** This package where it is no installed one, but the sources of a workspace. */
function packageFolders(): string[] {
  const here = realpathSync(fileURLToPath(new URL('..', import.meta.url)));
  return here.split(sep).includes('node_modules') ? [] : [here];
}

/** What is installed, as the nearest lock file has it. */
function lockFiles(folder: string): string[] {
  for (let above = folder; ; above = dirname(above)) {
    const found = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock']
      .map((name) => join(above, name))
      .filter(existsSync);
    if (found.length > 0 || above === dirname(above)) return found;
  }
}

/** The files below a folder, or the file itself, sorted by name. */
function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !NO_SOURCES.has(name) && !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isFile() ? [join(path, entry.name)] : entry.isDirectory() ? filesIn(join(path, entry.name)) : [],
    );
}
