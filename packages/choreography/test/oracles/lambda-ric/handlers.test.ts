import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processEnvironment } from '#local/lambda/environment/process-environment.ts';
import { type Behaviour, normalised } from './behaviour.ts';
import { DIFFERENCES } from './differences.ts';
import { configOf, folderOf } from './function-of.ts';
import { HANDLERS } from './handlers.ts';
import { installed, nodeBinary } from './packages.ts';
import { behaviourOfClient, type Client } from './real-client.ts';

const CLIENTS: readonly (Client & { readonly node: string })[] = [
  {
    ...{ version: '4.0.2', runtime: 'nodejs24.x', node: '24.21.0', nodeArguments: [] },
    command: () => ['index.mjs'],
  },
  {
    ...{ version: '3.3.0', runtime: 'nodejs22.x', node: '22.23.3' },
    nodeArguments: ['--no-experimental-require-module', '--no-experimental-detect-module'],
    command: (handler) => ['bin/index.mjs', handler],
  },
];

describe.each(CLIENTS)('$runtime, beside aws-lambda-ric $version on Node.js $node', (client) => {
  const functions = HANDLERS.map((given) => ({ given, root: folderOf(given) }));
  let folder: string;
  let node: string;
  let ours: readonly Behaviour[];

  beforeAll(async () => {
    folder = installed('aws-lambda-ric', client.version);
    node = nodeBinary(client.node);
    const driver = new URL('./drive-environment.ts', import.meta.url).pathname;
    const driven = spawn(node, ['--conditions=@choreography/source', '--import', 'tsx', driver], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    driven.stdin.end(JSON.stringify({ runtime: client.runtime, functions }));
    ours = JSON.parse(await text(driven.stdout));
  }, 300_000);
  afterAll(() => {
    for (const { root } of functions) rmSync(root, { recursive: true });
  });

  it.each(functions.map(({ given, root }, at) => [given.name, given, root, at] as const))(
    'a function that %s',
    async (name, given, root, at) => {
      const config = configOf(given, root, client.runtime);
      const environment = {
        ...processEnvironment(config, 'http://127.0.0.1:1', 'key'),
        AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
        ...given.environment,
      };
      const real = normalised(await behaviourOfClient(given, root, environment, client, folder, node));
      const here = normalised(ours[at] as Behaviour);
      const known = DIFFERENCES.find((each) => each.name === name && each.runtimes.includes(client.runtime));
      if (known) expect(here, `${known.why} This difference is gone: delete it.`).not.toEqual(real);
      else expect(here).toEqual(real);
    },
    30_000,
  );
});
