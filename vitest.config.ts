import { defineConfig } from 'vitest/config';

// The SDK warns of the Node that this project still supports.
const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'parts',
          env,
          include: ['test/**/*.test.ts'],
          exclude: ['test/flows/**', 'test/differential/**', 'test/oracles/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      // Answers beside those of AWS: the local runtime's always, those of emulators whose URL is given.
      { test: { name: 'differential', env, include: ['test/differential/**/*.test.ts'], hookTimeout: 60_000 } },
      // The stories are told to one engine, several at a time: each has its own orders, customers and articles.
      {
        test: {
          name: 'flows',
          env,
          include: ['test/flows/**/*.test.ts'],
          globalSetup: 'test/engine/global-setup.ts',
          testTimeout: 90_000,
        },
      },
    ],
  },
});
