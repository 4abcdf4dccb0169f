// Runs a project's CDK app, made into one file first: that takes a tenth of the time of loading its hundred files one by one,
// each through a compiler. Plain JavaScript, so that it needs no compiler itself.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { KEPT, keptAssembly } from './bundle/kept-assembly.mjs';
import { writeWhole } from './bundle/write-whole.mjs';

/**
 * Runs the app whose TypeScript file is given by its URL, from its project's folder, the one above that of the file. Ends with
 * exit code 1 if the CDK is not installed, or if esbuild cannot bundle it, whose errors are printed. Where `start` says that it takes
 * what an earlier run wrote, and nothing has changed that it was made of, that is said and the app is not run.
 */
export async function runApp(url) {
  const entryPoint = fileURLToPath(url);
  const root = resolve(dirname(entryPoint), '..');
  const missing = ['aws-cdk-lib', 'constructs'].filter((name) => !isInstalled(name, root));
  if (missing.length > 0) {
    console.error(
      `The stacks need ${missing.join(' and ')}, which ${missing.length > 1 ? 'are' : 'is'} not installed: run "npm install ${missing.join(' ')}".`,
    );
    process.exitCode = 1;
    return;
  }
  const file = resolve(root, 'build/infra/app.mjs');
  const kept = keptAssembly(root, resolve(process.env.CDK_OUTDIR ?? resolve(root, 'cdk.out')));
  if (process.env.CHOREOGRAPHY_KEPT_ASSEMBLY === 'true' && kept.isUpToDate()) {
    console.log(KEPT);
    return;
  }
  process.chdir(root);
  process.setSourceMapsEnabled(true);
  const options = optionsOf(root, entryPoint, file);
  if (process.env.CHOREOGRAPHY_SYNTH_AGAIN === 'true' && process.send) {
    const { serveApp } = await import('./bundle/serve-app.mjs');
    await serveApp(root, file, options, () => rememberWhenMade(kept));
    return;
  }
  const remember = rememberWhenMade(kept);
  const made = await bundle(options);
  if (made === undefined) {
    process.exitCode = 1;
    return;
  }
  writeWhole(file, made.contents);
  process.once('exit', (code) => remember(code, made.inputs));
  await import(pathToFileURL(file).href);
}

/** Only what was made without a word, and while nothing changed, is good for another time: a warning is said each time. */
function rememberWhenMade(kept) {
  const began = Date.now();
  let isSilent = true;
  const write = process.stderr.write;
  process.stderr.write = (...words) => {
    isSilent = false;
    return write.apply(process.stderr, words);
  };
  return (exitCode, inputs) => {
    process.stderr.write = write;
    if (exitCode === 0 && isSilent) kept.remember(inputs, began);
  };
}

/** As this file is a source, so are the others of this package. */
const OF_SOURCES = import.meta.url.includes('/src/') ? ['@choreography/source'] : [];

function isInstalled(name, root) {
  const folders = createRequire(resolve(root, 'package.json')).resolve.paths(name) ?? [];
  return folders.some((folder) => existsSync(resolve(folder, name, 'package.json')));
}

const optionsOf = (root, entryPoint, outfile) => ({
  absWorkingDir: root,
  entryPoints: [relative(root, entryPoint)],
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: [...OF_SOURCES, 'module'],
  external: ['aws-cdk-lib', 'constructs', 'esbuild'],
  sourcemap: 'inline',
  sourcesContent: false,
  outfile,
  metafile: true,
  write: false,
});

async function bundle(options) {
  const { buildSync } = await import('esbuild');
  try {
    const { outputFiles, metafile } = buildSync(options);
    return { contents: outputFiles[0].contents, inputs: Object.keys(metafile.inputs) };
  } catch (error) {
    if (!error.errors) throw error;
    return undefined;
  }
}
