import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAll } from '../packages/choreography/src/check/find-all.ts';
import { graphOf } from '../packages/choreography/src/graph/graph-of.ts';
import { readTemplates } from '../packages/choreography/src/template/read-templates.ts';
import { generateSystem } from './generate-system.ts';
import { median } from './median.ts';

export interface MapFigures {
  readonly participants: number;
  readonly rules: number;
  readonly edges: number;
  /** Milliseconds to read the templates from their files, to draw the map of them, and to check it. */
  readonly read: number;
  readonly map: number;
  readonly check: number;
}

const RUNS = 3;

/** What reads, maps and checks: of this version, if no other is given. */
export interface MapProgram {
  readonly readTemplates: typeof readTemplates;
  readonly graphOf: typeof graphOf;
  readonly findAll: typeof findAll;
}

/** How long map and check take for generated systems, with ten rules for each participant. */
export async function measureMap(say: (text: string) => void): Promise<MapFigures[]> {
  say('map and check (read + map + check)');
  return [10, 100, 1000].map((participants) => {
    const figures = measureSystem(participants);
    const { edges, read, map, check } = figures;
    const times = `${read.toFixed(0)} + ${map.toFixed(0)} + ${check.toFixed(0)} ms`;
    say(
      `  ${String(participants).padStart(4)} participants, ${String(edges).padStart(5)} edges  ${times.padStart(24)}`,
    );
    return figures;
  });
}

/** The median of some runs for one generated system. */
export function measureSystem(
  participants: number,
  program: MapProgram = { readTemplates, graphOf, findAll },
): MapFigures {
  const folder = mkdtempSync(join(tmpdir(), 'choreography-bench-'));
  try {
    for (const { name, template } of generateSystem(participants))
      writeFileSync(join(folder, `${name}.template.json`), JSON.stringify(template, null, 1));
    const runs = Array.from({ length: RUNS }, () => {
      const start = performance.now();
      const stacks = program.readTemplates([folder]);
      const afterRead = performance.now();
      const graph = program.graphOf(stacks);
      const afterMap = performance.now();
      program.findAll(graph);
      return { graph, read: afterRead - start, map: afterMap - afterRead, check: performance.now() - afterMap };
    });
    const { graph } = runs[0] as (typeof runs)[number];
    return {
      participants,
      rules: graph.consumers.length,
      edges: graph.edges.length,
      read: median(runs.map(({ read }) => read)),
      map: median(runs.map(({ map }) => map)),
      check: median(runs.map(({ check }) => check)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
