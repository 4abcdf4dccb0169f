import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { judge } from 'choreography/src/check/allow.ts';
import { findAll } from 'choreography/src/check/find-all.ts';
import { renderMarkdown } from 'choreography/src/cli/diff/render-markdown.ts';
import { readSettings } from 'choreography/src/cli/settings.ts';
import { root } from 'choreography/src/constructs/project-root.ts';
import { differenceOf } from 'choreography/src/diff/difference-of.ts';
import { graphOf } from 'choreography/src/graph/graph-of.ts';
import { describe, expect, test } from 'vitest';
import { synthesized } from '../infra/synthesized.ts';
import { blocksOf } from './blocks.ts';
import { ProjectCopy } from './project-copy.ts';

const folder = resolve(root, 'docs/how-to');
const pages = readdirSync(folder);
const { allow } = readSettings();

const graph = (templates: ReadonlyMap<string, string>) =>
  graphOf([...templates].map(([name, text]) => ({ name, template: JSON.parse(text) })));

/** What a page tells is done in a copy of the project, as a reader would. */
async function done(page: string) {
  const copy = new ProjectCopy();
  try {
    copy.apply(blocksOf(page));
    return { changes: copy.changes(), templates: await copy.synthesize() };
  } finally {
    copy.remove();
  }
}

const before = new Map(synthesized().map(({ name, text }) => [name, text]));

describe.concurrent('docs/how-to', () => {
  test.each(pages)(
    '%s: what it says is what comes of it',
    async (name) => {
      const page = readFileSync(resolve(folder, name), 'utf8');
      const { changes, templates } = await done(page);

      const added = changes.filter(({ how }) => how === 'A');
      expect(page).toContain(`**Files: ${changes.length}, of which ${added.length} are new.**`);

      const stacks = [...new Set([...before.keys(), ...templates.keys()])].sort();
      const changed = stacks.filter((stack) => before.get(stack) !== templates.get(stack));
      expect(page).toContain(
        `**Templates: ${changed.map((stack) => stack.replace('Choreography-', '')).join(', ')}.**`,
      );

      const [main, head] = [graph(before), graph(templates)];
      expect(judge(findAll(head), allow).findings).toEqual([]);
      const differences = {
        'main HEAD': renderMarkdown(differenceOf(main, head, allow), 'main', 'HEAD'),
        'HEAD main': renderMarkdown(differenceOf(head, main, allow), 'HEAD', 'main'),
      };
      const asked = [...page.matchAll(/^npx choreography diff (main HEAD|HEAD main)$/gm)].map(([, sides]) => sides);
      const shown = blocksOf(page).filter(({ language }) => language === 'markdown');
      expect(shown.map(({ text }) => text)).toEqual(
        asked.map((sides) => `${differences[sides as keyof typeof differences]}\n`),
      );
    },
    120_000,
  );
});
