import { paintFor } from '#cli/program/paint.ts';
import { focus } from '#graph/focus.ts';
import { graphOf } from '#graph/graph-of.ts';
import { pathsBetween } from '#graph/paths.ts';
import { InputError } from '#template/input-error.ts';
import { mermaid } from './picture/mermaid.ts';
import { pictureOf } from './picture/picture.ts';
import { putInto } from './picture/put-into.ts';
import { svg } from './picture/svg.ts';
import { terminal } from './picture/terminal.ts';
import { readSystem, type SystemOptions } from './read-system.ts';

export interface MapOptions extends SystemOptions {
  readonly json?: boolean;
  readonly mermaid?: boolean;
  readonly svg?: boolean;
  /** A Markdown file whose Mermaid flowchart is replaced. */
  readonly into?: string;
  readonly participant?: string;
  readonly event?: string;
  readonly from?: string;
  readonly to?: string;
  readonly parameter?: Readonly<Record<string, string>>;
}

/** `choreography map`: who says what and who hears it, from this project's templates or from those at `paths`. */
export async function map(paths: readonly string[], options: MapOptions): Promise<void> {
  const { json, from, to, participant, event } = options;
  if ((from === undefined) !== (to === undefined))
    throw new InputError('Give --from and --to together, each with an event.');
  const whole = graphOf(await readSystem(paths, options), options.parameter);
  if (from !== undefined && to !== undefined) {
    const ways = pathsBetween(whole, from, to);
    console.log(
      json
        ? JSON.stringify({ ways }, null, 2)
        : ways.map((way) => way.join(' → ')).join('\n') || `No way leads from ${from} to ${to}.`,
    );
    return;
  }
  const graph = focus(whole, { participant, event });
  if (json) return console.log(JSON.stringify(graph, null, 2));
  if (options.svg) return console.log(svg(pictureOf(graph, { participant })));
  if (!options.mermaid && options.into === undefined)
    return console.log(terminal(graph, { participant, event }, paintFor(process.stdout)));
  const flowchart = mermaid(pictureOf(graph, { participant }));
  if (options.into === undefined) console.log(flowchart);
  else putInto(options.into, flowchart);
}
