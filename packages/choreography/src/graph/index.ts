export type { Graph } from './graph.ts';
export { graphOf } from './graph-of.ts';
