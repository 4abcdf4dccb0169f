import { defineConfig } from 'vitest/config';

// The workspace's package by its sources.
const conditions = ['@choreography/source', 'node', 'development|production'];

/** Compares with the real tools, which are installed at exact versions when they are first asked: `npm run test:oracles`. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'oracles',
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    include: ['packages/*/test/oracles/**/*.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 600_000,
    // Each of them takes a processor or more.
    fileParallelism: false,
  },
});
