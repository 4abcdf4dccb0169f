import { differenceOf } from './difference-of.ts';
import { readSide } from './read-side.ts';
import { renderMarkdown } from './render-markdown.ts';

/** `choreography diff OLD NEW`: Markdown, or JSON; exit code 1 when the change breaks something. */
export async function diff(from: string, to: string, { json }: { json?: boolean }): Promise<void> {
  const [before, now] = await Promise.all([readSide(from), readSide(to)]);
  const difference = differenceOf(before.graph, now.graph, now.allow);
  console.log(json ? JSON.stringify(difference, null, 2) : renderMarkdown(difference, from, to));
  if (difference.breaking.length > 0) process.exitCode = 1;
}
