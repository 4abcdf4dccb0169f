import { existsSync } from 'node:fs';
import type { Graph } from '../map/graph.ts';
import { readSettings } from '../settings.ts';
import { paintFor } from '../trace/paint.ts';
import { judge, type Verdict } from './allow.ts';
import { annotate } from './annotate.ts';
import { findAll } from './find-all.ts';
import { placeKey, ruleOf } from './naming.ts';
import { readGraph } from './read-graph.ts';
import { renderVerdict } from './render-verdict.ts';

export interface CheckOptions {
  readonly json?: boolean;
  readonly format?: 'text' | 'github';
}

/**
 * `choreography check [TEMPLATES…]`. Exit code 1 when something is found that choreography.json does not allow by name.
 * Allowances that are no longer needed count only against the project's own templates.
 */
export function check(templates: readonly string[], { json, format = 'text' }: CheckOptions): void {
  const own = templates.length === 0;
  const allowances = own || existsSync('choreography.json') ? readSettings().allow : [];
  const { graph, locate } = readGraph(own ? ['cdk.out'] : templates);
  const judged = judge(findAll(graph), allowances);
  const verdict = own ? judged : { ...judged, unused: [] };
  if (json) console.log(JSON.stringify(asJson(verdict, graph), null, 2));
  else if (format === 'github') console.log(annotate(verdict, locate));
  else console.log(renderVerdict(verdict, graph.unresolved, countsOf(graph), paintFor(process.stdout)));
  if (verdict.findings.length + verdict.unused.length > 0) process.exitCode = 1;
}

const countsOf = ({ consumers, functions, events }: Graph) => ({
  rules: new Set(consumers.map((consumer) => placeKey(ruleOf(consumer)))).size,
  functions: functions.length,
  events: events.length,
});

/** `{ findings: [{ kind, name, template, id, what, why, remedy, allowed }], unused, unresolved }`; `allowed` is the reason, or null. */
function asJson({ findings, allowed, unused }: Verdict, { unresolved }: Graph) {
  const all = [
    ...findings.map((finding) => ({ finding, reason: null })),
    ...allowed.map(({ finding, reason }) => ({ finding, reason })),
  ];
  return {
    findings: all.map(({ finding: { kind, name, at, ...rest }, reason }) => ({
      ...{ kind, name, template: at.template, id: at.id },
      ...rest,
      allowed: reason,
    })),
    unused,
    unresolved,
  };
}
