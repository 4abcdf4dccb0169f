// Runs an app again and again in one process, for `start --watch`: what is loaded, compiled and parsed is so the next time.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { haveChangedSince } from './changed-since.mjs';
import { runToItsEnd } from './run-to-its-end.mjs';
import { writeWhole } from './write-whole.mjs';

/** So often a process runs an app: each time leaves some megabytes of an app behind. */
const RUNS = 30;

/**
 * Runs an app at once, and each time that the parent process says so, to which it tells how each run ended. The process ends, as that of
 * a single run does, when the app throws or ends it, and when it has run often enough.
 *
 * @param options how esbuild makes the app into one file
 * @param began is called with each run, and returns what is called with its exit code and its files when it has ended
 */
export async function serveApp(root, file, options, began) {
  const { context } = await import('esbuild');
  const remake = madeWhenChanged(root, file, await context({ ...options, plugins: [zodIsLoadedOnce] }));
  const { rebundle } = await rebundling(root, options);
  // What the CDK keeps of the assets that it has staged.
  const { AssetStaging } = createRequire(file)('aws-cdk-lib/core');
  let runs = 0;
  const run = async () => {
    const [inputs] = await Promise.all([remake(), rebundle()]);
    AssetStaging.clearAssetHashCache();
    const exitCode = await runToItsEnd(() => import(`${pathToFileURL(file)}?run=${runs++}`));
    return { exitCode, inputs };
  };
  const serve = async () => {
    const ended = began();
    const { exitCode, inputs } = await run().catch((error) => {
      // Only what esbuild has refused, and said so, leaves the process as it was.
      if (!error?.errors) throw error;
      return { exitCode: 1, inputs: [] };
    });
    process.send({ exitCode }, () => {
      ended(exitCode, inputs);
      process.emit('synthesized');
      if (runs >= RUNS) process.exit(0);
    });
  };
  process.on('message', serve);
  await serve();
}

/**
 * Makes the file of an app, unless nothing has changed since it was made: of its own files, the folders that they are in, the project's folder and
 * its settings. Returns its own files.
 */
function madeWhenChanged(root, file, app) {
  let made;
  return async () => {
    if (made && !haveChangedSince(made.of, made.began)) return made.inputs;
    const began = Date.now();
    const { outputFiles, metafile } = await app.rebuild();
    writeWhole(file, outputFiles[0].contents);
    const inputs = Object.keys(metafile.inputs);
    const sources = inputs.map((path) => resolve(root, path));
    const settings = ['package.json', 'tsconfig.json'].map((name) => resolve(root, name)).filter(existsSync);
    made = { inputs, began, of: [...sources, ...settings, ...new Set([root, ...sources.map(dirname)])] };
    return inputs;
  };
}

/**
 * What contracts are written with stays outside, as the very files that esbuild would take: half of what it has to make, and of what is
 * evaluated, would be the same each time.
 */
const zodIsLoadedOnce = {
  name: 'zod is loaded once',
  setup(build) {
    build.onResolve({ filter: /^zod($|\/)/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'resolving') return undefined;
      const found = await build.resolve(path, { ...from, pluginData: 'resolving' });
      return found.errors.length > 0 ? found : { path: pathToFileURL(found.path).href, external: true };
    });
  },
};

/** `rebundle.ts`, which has to be made into JavaScript where this package is not compiled. */
async function rebundling(root, { conditions }) {
  const source = fileURLToPath(new URL('./rebundle.ts', import.meta.url));
  if (!conditions.includes('@choreography/source')) return import('./rebundle.js');
  const { build } = await import('esbuild');
  const outfile = `${root}/build/infra/rebundle.mjs`;
  await build({
    ...{ entryPoints: [source], outfile, conditions },
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', external: ['esbuild'] },
  });
  return import(pathToFileURL(outfile).href);
}
