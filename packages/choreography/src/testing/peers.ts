import { peer } from './peer.ts';

/** The test runner of the project. */
export const { afterAll, beforeAll, beforeEach, describe, expect, test, vi } = await peer(
  'vitest',
  () => import('vitest'),
);
