import { alignTemplates } from '#diff/align-templates.ts';
import { differenceOf } from '#diff/difference-of.ts';
import { graphOf } from '#graph/graph-of.ts';
import { InputError } from '#template/input-error.ts';
import { readVersion, type VersionOptions } from './read-version.ts';
import { renderMarkdown } from './render-markdown.ts';

export interface DiffOptions extends VersionOptions {
  readonly json?: boolean;
  /** Whether both sides are run, to tell by how much the cost moves. */
  readonly cost?: boolean;
  readonly parameter?: Readonly<Record<string, string>>;
}

/** `choreography diff OLD [NEW]`: Markdown, or JSON; exit code 1 when the change breaks something. */
export async function diff(from: string, to: string | undefined, options: DiffOptions): Promise<void> {
  if (options.account) {
    if (to !== undefined) throw new InputError('With --account give the templates alone: what runs is the other side.');
    if (options.cost)
      throw new InputError('--cost runs both sides, and what runs in an account has no code here: take one.');
    return (await import('./drift.ts')).drift(from, options);
  }
  const change = options.cost ? new (await import('./cost-change.ts')).CostChange(options.region) : undefined;
  const look = change && { look: change.look };
  const reading = readVersion(from, { ...options, ...look, counterpart: to });
  // Two runs at a time would slow each other down.
  if (change) await reading;
  const [before, now] = await Promise.all([reading, readVersion(to, { ...options, ...look, counterpart: from })]);
  const old = graphOf(alignTemplates(before.stacks, now.stacks), options.parameter);
  const difference = differenceOf(old, graphOf(now.stacks, options.parameter), now.allow);
  const cost = change && { cost: change.difference };
  if (options.json) console.log(JSON.stringify({ ...difference, ...cost }, null, 2));
  else console.log(renderMarkdown(difference, from, to) + (change ? `\n${change.markdown}` : ''));
  if (difference.breaking.length > 0) process.exitCode = 1;
}
