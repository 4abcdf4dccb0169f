import { alignTemplates } from '#diff/align-templates.ts';
import { differenceOf } from '#diff/difference-of.ts';
import { graphOf } from '#graph/graph-of.ts';
import { InputError } from '#template/input-error.ts';
import { readVersion, type VersionOptions } from './read-version.ts';
import { renderMarkdown } from './render-markdown.ts';

export interface DiffOptions extends VersionOptions {
  readonly json?: boolean;
  readonly parameter?: Readonly<Record<string, string>>;
}

/** `choreography diff OLD [NEW]`: Markdown, or JSON; exit code 1 when the change breaks something. */
export async function diff(from: string, to: string | undefined, options: DiffOptions): Promise<void> {
  if (options.account) {
    if (to !== undefined) throw new InputError('With --account give the templates alone: what runs is the other side.');
    return (await import('./drift.ts')).drift(from, options);
  }
  const [before, now] = await Promise.all([
    readVersion(from, { ...options, counterpart: to }),
    readVersion(to, { ...options, counterpart: from }),
  ]);
  const old = graphOf(alignTemplates(before.stacks, now.stacks), options.parameter);
  const difference = differenceOf(old, graphOf(now.stacks, options.parameter), now.allow);
  console.log(options.json ? JSON.stringify(difference, null, 2) : renderMarkdown(difference, from, to));
  if (difference.breaking.length > 0) process.exitCode = 1;
}
