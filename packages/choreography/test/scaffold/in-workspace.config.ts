import { defineConfig } from 'vitest/config';

// A made project has no configuration of its own: this only lets it find the package by its sources.
const conditions = ['@choreography/source', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { reporters: ['verbose'] },
});
