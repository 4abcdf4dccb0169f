import { differenceOf } from '#diff/difference-of.ts';
import { readSide, type SideOptions } from './read-side.ts';
import { renderMarkdown } from './render-markdown.ts';

export interface DiffOptions extends SideOptions {
  readonly json?: boolean;
}

/** `choreography diff OLD [NEW]`: Markdown, or JSON; exit code 1 when the change breaks something. */
export async function diff(from: string, to: string | undefined, options: DiffOptions): Promise<void> {
  const [before, now] = await Promise.all([readSide(from, options), readSide(to, options)]);
  const difference = differenceOf(before.graph, now.graph, now.allow);
  console.log(options.json ? JSON.stringify(difference, null, 2) : renderMarkdown(difference, from, to));
  if (difference.breaking.length > 0) process.exitCode = 1;
}
