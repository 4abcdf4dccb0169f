// Runs tests on another version of Node.js, which comes from npm: `tsx test/on-node.ts VERSION PATH…`. Functions are deployed
// on a later one than the developer may have.

import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { nodeBinary } from '../packages/choreography/test/oracles/lambda-ric/packages.ts';

const [version, ...paths] = process.argv.slice(2);
if (!version || paths.length === 0) {
  console.error(
    'Say which version of Node.js, and which tests: tsx test/on-node.ts 24.21.0 packages/choreography/test/local/lambda',
  );
  process.exit(1);
}
const node = nodeBinary(version);
// What tests start by its name is of that version too.
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
spawn(node, ['node_modules/vitest/vitest.mjs', 'run', ...paths], { stdio: 'inherit', env }).once('exit', (code) => {
  process.exitCode = code ?? 1;
});
