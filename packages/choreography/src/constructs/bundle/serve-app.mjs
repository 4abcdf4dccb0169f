// Runs an app again and again in one process, for `start --watch`: what is loaded, compiled and parsed is so the next time.
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
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
  const app = await context(options);
  const { rebundle } = await rebundling(root, options);
  // What the CDK keeps of the assets that it has staged.
  const { AssetStaging } = createRequire(file)('aws-cdk-lib/core');
  let runs = 0;
  const run = async () => {
    const [made] = await Promise.all([app.rebuild(), rebundle()]);
    writeWhole(file, made.outputFiles[0].contents);
    AssetStaging.clearAssetHashCache();
    const exitCode = await runToItsEnd(() => import(`${pathToFileURL(file)}?run=${runs++}`));
    return { exitCode, inputs: Object.keys(made.metafile.inputs) };
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
