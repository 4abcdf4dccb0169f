import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from 'choreography/constructs';
import { expect, onTestFinished, test } from 'vitest';
import { choreography } from '../engine/choreography.ts';
import { synthesized } from '../infra/synthesized.ts';

test("The README's picture is what the templates say: npm run map:readme draws it again", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [readme, drawn] = [join(projectRoot, 'README.md'), join(folder, 'README.md')];
  copyFileSync(readme, drawn);
  for (const { name, text } of await synthesized()) writeFileSync(join(folder, `${name}.template.json`), text);
  expect(await choreography(['map', folder, '--into', drawn])).toMatchObject({ err: '', exitCode: 0 });
  expect(linesOf(readme)).toEqual(linesOf(drawn));
});

/** What stands on a line, and the lines, are in the order in which the stacks are deployed. */
function linesOf(file: string): string[] {
  const words = (line: string) =>
    line
      .split(/[\s,&]+/)
      .sort()
      .join(' ');
  return readFileSync(file, 'utf8').split('\n').map(words).sort();
}
