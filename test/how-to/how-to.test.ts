import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectRoot } from 'choreography/constructs';
import { describe, test } from 'vitest';
import { choreography } from '../engine/choreography.ts';
import { synthesized } from '../infra/synthesized.ts';
import { blocksOf } from './blocks.ts';
import { ProjectCopy } from './project-copy.ts';

const folder = resolve(projectRoot, 'docs/how-to');
const pages = readdirSync(folder);

const before = new Map((await synthesized()).map(({ name, text }) => [name, text]));

describe.concurrent('docs/how-to', () => {
  test.for(pages)(
    '%s: what it says is what comes of it',
    { timeout: 120_000 },
    async (name, { expect, onTestFinished }) => {
      const page = readFileSync(resolve(folder, name), 'utf8');
      const copy = new ProjectCopy();
      onTestFinished(() => copy.remove());
      copy.apply(blocksOf(page));
      const changes = copy.changes();
      const templates = await copy.synthesize();

      const added = changes.filter(({ how }) => how === 'A');
      expect(page).toContain(`**Files: ${changes.length}, of which ${added.length} are new.**`);

      const stacks = [...new Set([...before.keys(), ...templates.keys()])].sort();
      const changed = stacks.filter((stack) => before.get(stack) !== templates.get(stack));
      expect(page).toContain(
        `**Templates: ${changed.map((stack) => stack.replace('Choreography-', '')).join(', ')}.**`,
      );

      const versions = copy.versions({ main: before, HEAD: templates });
      const asked = [...page.matchAll(/^npx choreography (check|diff .*)$/gm)].map(([, words = '']) =>
        words.split(' '),
      );
      const printed: string[] = [];
      for (const [command = '', ...sides] of asked) {
        const { out, err, exitCode } = await choreography(
          [command, ...(sides.length > 0 ? sides : ['HEAD'])],
          versions,
        );
        expect({ command, exitCode, err }).toEqual({ command, exitCode: 0, err: '' });
        if (command === 'diff') printed.push(out);
      }
      expect(asked.length - printed.length).toBe(1);
      const shown = blocksOf(page).filter(({ language }) => language === 'markdown');
      expect(shown.map(({ text }) => text)).toEqual(printed);
    },
  );
});
