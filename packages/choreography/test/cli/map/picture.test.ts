import { describe, expect, it } from 'vitest';
import { mermaid } from '#cli/map/picture/mermaid.ts';
import { pictureOf } from '#cli/map/picture/picture.ts';
import { svg } from '#cli/map/picture/svg.ts';
import { terminal } from '#cli/map/picture/terminal.ts';
import { paintFor } from '#cli/program/paint.ts';
import { graphOf } from '#graph/graph-of.ts';
import { readTemplates } from '#template/read-templates.ts';
import { generateSystem } from '../../../../../bench/generate-system.ts';

const fixture = (name: string) => graphOf(readTemplates([`packages/choreography/test/template/fixtures/${name}`]));
const numbers = (text: string): number[] => (text.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

describe('The picture', () => {
  it.each([
    ['of fifteen participants with ten jobs each', graphOf(generateSystem(15))],
    ['of a job that hears its own participant', fixture('museum')],
  ])('%s has every line inside it', (_, graph) => {
    const picture = svg(pictureOf(graph, {}));
    const [left = 0, top = 0, width = 0, height = 0] = numbers(/viewBox="([^"]*)" role/.exec(picture)?.[1] ?? '');
    const lines = [...picture.matchAll(/<path class="arrow[^>]* d="([^"]*)"/g)].map(([, line = '']) => numbers(line));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const [across, down] = [0, 1].map((odd) => line.filter((_part, index) => index % 2 === odd)) as [
        number[],
        number[],
      ];
      expect(Math.min(...across)).toBeGreaterThanOrEqual(left);
      expect(Math.max(...across)).toBeLessThanOrEqual(left + width);
      expect(Math.min(...down)).toBeGreaterThanOrEqual(top);
      expect(Math.max(...down)).toBeLessThanOrEqual(top + height);
    }
  });

  it('for Mermaid holds what looks like markup as text', () => {
    const arrow = { from: 'a', to: 'b', dotted: false, labels: ['<b>"Placed"</b> & #1; `x`'] };
    const boxes = ['a', 'b'].map((id) => ({ id, name: id, kind: 'participant' as const, lines: [] }));
    expect(mermaid({ boxes, arrows: [arrow] })).toContain(
      '"#lt;b#gt;#quot;Placed#quot;#lt;/b#gt; #amp; #35;1; #96;x#96;"',
    );
  });

  it('does not claim that a job says nothing whose policies stand elsewhere', () => {
    const text = terminal(fixture('museum'), {}, paintFor({ isTTY: false } as NodeJS.WriteStream));
    expect(text).toContain('StrangeFn  hears nothing on a bus; these templates do not show what it may say');
  });
});
