import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { mermaid } from '#cli/map/picture/mermaid.ts';
import { pictureOf } from '#cli/map/picture/picture.ts';
import { flowchartIn } from '#cli/map/picture/put-into.ts';
import { graphOf } from '#graph/graph-of.ts';
import { synthesized } from '../../../../../test/infra/synthesized.ts';

it("The README's picture is what the templates say: npm run map:readme draws it again", () => {
  const graph = graphOf(synthesized().map(({ name, text }) => ({ name, template: JSON.parse(text) })));
  // What stands on a line, and the lines, are in the order in which the stacks are deployed.
  const words = (line: string) =>
    line
      .split(/[\s,&]+/)
      .sort()
      .join(' ');
  const lines = (flowchart = '') => flowchart.split('\n').map(words).sort();
  expect(lines(flowchartIn(readFileSync('README.md', 'utf8')))).toEqual(lines(mermaid(pictureOf(graph))));
});
