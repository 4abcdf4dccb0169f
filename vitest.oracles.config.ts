import { defineConfig } from 'vitest/config';

/** Compares with the real tools, which are installed at exact versions when they are first asked: `npm run test:oracles`. */
export default defineConfig({
  test: {
    name: 'oracles',
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    include: ['test/oracles/**/*.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 600_000,
    // Each of them takes a processor or more.
    fileParallelism: false,
  },
});
