#!/usr/bin/env node
// The SDK warns of the Node that these tools still support: that is ours to know, not the user's.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const { beginSynthesis } = await import('../src/cli/start/spawn-synth.mjs');
const synthesis = beginSynthesis(process.argv.slice(2));
const { register } = await import('tsx/esm/api');
register();
const { run } = await import('../src/cli/cli.ts');
await run(process.argv, synthesis);
