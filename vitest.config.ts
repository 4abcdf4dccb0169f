import { defineConfig } from 'vitest/config';

// The SDK warns of the Node that this project still supports.
const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

// The workspace's package by its sources.
const conditions = ['@choreography/source', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // Where vitest runs the setup of the stories.
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          env,
          include: ['test/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
          exclude: [
            'test/flows/**',
            ...['differential', 'oracles', 'packed'].map((folder) => `packages/*/test/${folder}/**`),
          ],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
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
