#!/usr/bin/env node
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { code } from './code.mjs';

// The SDK warns of the Node that these tools still support: that is ours to know, not the user's.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const [command, app = 'infra/app.ts', ...more] = process.argv.slice(2);
if (command === 'synth' && !app.startsWith('-') && more.length === 0) {
  // Without the other commands, which are not needed and take time to load.
  const { runApp } = await import('./synth.mjs');
  await runApp(pathToFileURL(resolve(app)));
} else {
  const { beginSynthesis } = await import(`../${code}/cli/start/spawn-synth.mjs`);
  const synthesis = beginSynthesis(process.argv.slice(2));
  // A reader such as `head` may close the pipe before the end.
  process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const { run } = await import(code === 'src' ? await fromSources() : '../dist/cli/program/cli.js');
  await run(process.argv, synthesis);
}

async function fromSources() {
  const { commandFromSources } = await import('./from-sources.mjs');
  process.setSourceMapsEnabled(true);
  return commandFromSources();
}
