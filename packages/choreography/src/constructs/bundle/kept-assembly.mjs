// Whether what an app wrote is what it would write again. Plain JavaScript, so that it needs no compiler.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { haveChangedSince } from './changed-since.mjs';

/** What a synth says that has found nothing to do. */
export const KEPT = 'The templates are those of the last synth: nothing that they are made of has changed.';

/** Folders of a project that a synth writes, or that no template is made from. */
const NO_SOURCES = new Set(['node_modules', 'cdk.out', 'build', 'dist', 'coverage']);
/** What else a synth writes for `cdk.out`. */
const BESIDE = ['build/functions', 'build/source-maps'];
/** Variables that differ from one terminal or command to the next, and what says that a kept assembly is wanted. */
const OF_THE_TERMINAL =
  /^(_|SHLVL|PATH|PWD|OLDPWD|TERM.*|COLORTERM|COLUMNS|LINES|WINDOWID|SSH_.*|XDG_SESSION_.*|npm_.*|NODE_OPTIONS|SYNTH_LOADED|CHOREOGRAPHY_KEPT_ASSEMBLY)$/;

/**
 * The assembly of a project's app in a folder, as an earlier run wrote it. It is kept by the sizes and times of all files of the
 * project, of this package where it is no installed one, and of those in `inputs`; by what is installed, the environment and Node.js.
 */
export function keptAssembly(root, out) {
  const name = createHash('sha256').update(out).digest('hex').slice(0, 12);
  const record = resolve(root, `build/infra/${name}.json`);
  const sources = (inputs) => [
    ...filesIn(root, out),
    ...filesIn(packageBeside(root)),
    ...inputs.map((path) => resolve(root, path)),
    ...installed(root),
  ];
  const keyOf = (states) =>
    createHash('sha256')
      .update(JSON.stringify([process.version, environment(), ...states]))
      .digest('hex');
  return {
    isUpToDate() {
      try {
        const { inputs, key: made, outputs } = JSON.parse(readFileSync(record, 'utf8'));
        const are = new Map(statesOf(root, outputsOf(root, out)));
        return (
          outputs.every(([path, state]) => are.get(path) === state) && made === keyOf(statesOf(root, sources(inputs)))
        );
      } catch {
        // There is no record, or something of it is gone.
        return false;
      }
    },
    remember(inputs, began) {
      const made = sources(inputs);
      if (haveChangedSince(made, began)) return;
      mkdirSync(dirname(record), { recursive: true });
      const outputs = statesOf(root, outputsOf(root, out));
      writeFileSync(record, JSON.stringify({ key: keyOf(statesOf(root, made)), inputs, outputs }));
    },
  };
}

const statesOf = (root, files) =>
  files.map((file) => {
    const { size, mtimeMs } = statSync(file);
    return [relative(root, file), `${size} ${mtimeMs}`];
  });

const outputsOf = (root, out) =>
  [out, ...BESIDE.map((folder) => resolve(root, folder))].flatMap((folder) => all(folder));

/** Those below a folder that something may be made from. */
function filesIn(folder, out) {
  if (folder === undefined) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return [path];
    const isSource = !NO_SOURCES.has(entry.name) && !entry.name.startsWith('.') && path !== out;
    return entry.isDirectory() && isSource ? filesIn(path, out) : [];
  });
}

function all(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? all(path) : [path];
  });
}

/** This package where it is no installed one, but the sources of a workspace, unless the project has it within. */
function packageBeside(root) {
  const here = fileURLToPath(new URL('../..', import.meta.url));
  return here.split(sep).includes('node_modules') || here.startsWith(root + sep) ? undefined : here;
}

/** What npm says is installed, in the nearest folder that has it. */
function installed(root) {
  for (let folder = root; ; folder = dirname(folder)) {
    const file = resolve(folder, 'node_modules/.package-lock.json');
    if (existsSync(file)) return [file];
    if (folder === dirname(folder)) return [];
  }
}

const environment = () =>
  Object.entries(process.env)
    .filter(([name]) => !OF_THE_TERMINAL.test(name))
    .sort();
