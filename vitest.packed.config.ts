import { defineConfig } from 'vitest/config';

// The package by its sources, for what is compared with the installed one.
const conditions = ['@choreography/source', 'node', 'development|production'];

/** Packs the package, installs it in empty folders and runs it there as a stranger does: `npm run test:packed`. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'packed',
    include: ['packages/*/test/packed/**/*.test.ts'],
    // Each test as soon as it has ended: all together take some minutes.
    reporters: ['verbose'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
