import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// The SDK warns of the Node that this project still supports.
const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

// The workspace's package by its sources.
const conditions = ['@choreography/source', 'node', 'development|production'];

/**
 * Tests of jobs in the test's own process, each of which has a process of its own: the clients of AWS are made when the jobs are
 * loaded, and know one endpoint and the faults of one bench.
 */
const ALONE = [
  'packages/choreography/test/jobs/**/*.test.ts',
  ...['test', 'packages/choreography/test', 'examples'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts') && !/(^|\/)node_modules\//.test(file))
      .map((file) => `${folder}/${file}`)
      .filter((file) => /\b(aWorkbench|aMonitorBench|provesOnce)\b/.test(readFileSync(file, 'utf8'))),
  ),
];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // Where vitest runs the setup of the stories.
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    // Tests wait for other processes much of their time: a worker less than there are processors would leave one idle.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          env,
          // One process for all of them: what they load is loaded once, which is half of their processor time otherwise.
          isolate: false,
          include: ['test/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
          exclude: [
            'test/flows/**',
            ...ALONE,
            ...['differential', 'oracles', 'packed'].map((folder) => `packages/*/test/${folder}/**`),
          ],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      // Each file in a process of its own.
      {
        extends: true,
        test: { name: 'alone', env, include: ALONE, testTimeout: 30_000, hookTimeout: 60_000 },
      },
      // Answers beside those of AWS: the local runtime's always, those of emulators whose URL is given.
      {
        extends: true,
        test: {
          name: 'differential',
          env,
          include: ['packages/*/test/differential/**/*.test.ts'],
          hookTimeout: 60_000,
        },
      },
      // The stories are told to one engine, several at a time: each has its own orders, customers and articles.
      {
        extends: true,
        test: {
          name: 'flows',
          env,
          include: ['test/flows/**/*.test.ts'],
          globalSetup: 'test/engine/global-setup.ts',
          testTimeout: 240_000,
        },
      },
    ],
  },
});
