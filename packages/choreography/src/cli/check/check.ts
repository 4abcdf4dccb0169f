import { judge, type Verdict } from '#check/allow.ts';
import { findAll } from '#check/find-all.ts';
import { personalWithoutEnd } from '#check/findings/events/personal-without-end.ts';
import { placeKey, ruleOf } from '#check/naming.ts';
import { readSystem, type SystemOptions } from '#cli/map/read-system.ts';
import { paintFor } from '#cli/program/paint.ts';
import { readProjectSettings } from '#cli/project/settings.ts';
import type { Graph } from '#graph/graph.ts';
import { graphOf } from '#graph/graph-of.ts';
import { personalData } from '#personal/personal-data.ts';
import { locateIn } from '#template/document/locate-in.ts';
import { annotate } from './annotate.ts';
import { renderVerdict } from './render-verdict.ts';

export interface CheckOptions extends SystemOptions {
  readonly json?: boolean;
  readonly format?: 'text' | 'github';
  readonly parameter?: Readonly<Record<string, string>>;
}

/**
 * `choreography check [TEMPLATES…]`. Exit code 1 when something is found that choreography.json does not allow by name.
 * Allowances that are no longer needed count only against the project's own templates.
 */
export async function check(templates: readonly string[], options: CheckOptions): Promise<void> {
  const { json, format = 'text', parameter } = options;
  const own = templates.length === 0;
  const allowances = readProjectSettings().allow;
  const stacks = await readSystem(templates, options);
  const graph = graphOf(stacks, parameter);
  const judged = judge([...findAll(graph), ...personalWithoutEnd(personalData(stacks, parameter))], allowances);
  const verdict = own ? judged : { ...judged, unused: [] };
  if (json) console.log(JSON.stringify(asJson(verdict, graph), null, 2));
  else if (format === 'github') console.log(annotate(verdict, locateIn(stacks)));
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
      kind,
      name,
      template: at.template,
      id: at.id,
      ...rest,
      allowed: reason,
    })),
    unused,
    unresolved,
  };
}
