import { peer } from './peer.ts';

/** The project's fast-check, apart from its test runner: a simulation has none. */
export const { default: fc } = await peer('fast-check', () => import('fast-check'));
