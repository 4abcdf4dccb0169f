// Imported before the main module of a synth that is at the ready. Plain JavaScript, so that it runs before a compiler is loaded.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const { SYNTH_LOADED } = process.env;
if (isMainThread && process.send && SYNTH_LOADED) {
  const require = createRequire(`${process.cwd()}/`);
  for (const file of loadedBefore()) {
    try {
      require(file);
    } catch {
      // It is gone, or must be loaded by another module: that import will throw.
    }
  }
  const note = () => {
    const loaded = Object.keys(require.cache).filter((file) => file.includes('/node_modules/'));
    if (process.exitCode === undefined || process.exitCode === 0) writeFileSync(SYNTH_LOADED, JSON.stringify(loaded));
  };
  process.once('exit', note);
  // An app that is run again and again (serve-app.mjs) says so after each run.
  process.once('synthesized', note);
  // Nobody listens afterwards, so it keeps no process from its end.
  await new Promise((resolve) => process.once('message', resolve));
}

function loadedBefore() {
  try {
    return JSON.parse(readFileSync(SYNTH_LOADED, 'utf8'));
  } catch {
    return [];
  }
}
