import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { linkPackages } from '#cli/diff/link-packages.ts';

const folder = mkdtempSync(join(tmpdir(), 'choreography-packages-'));
afterAll(() => rmSync(folder, { recursive: true }));
const [here, there] = [join(folder, 'here'), join(folder, 'there')];

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

test('a commit has the packages that are installed here, and workspaces of its own unless they are not built there', async () => {
  write(join(here, 'node_modules/other/index.js'), 'other');
  write(join(here, 'node_modules/@scope/other/index.js'), 'other of a scope');
  for (const [name, main] of [
    ['source', './index.js'],
    ['built', './dist/index.js'],
  ] as const) {
    for (const side of [here, there])
      write(join(side, `packages/${name}/package.json`), JSON.stringify({ exports: { '.': { default: main } } }));
    write(join(here, 'packages', name, main), 'here');
    symlinkSync(`../packages/${name}`, join(here, 'node_modules', name));
  }
  write(join(there, 'packages/source/index.js'), 'there');

  await linkPackages(join(here, 'node_modules'), join(there, 'node_modules'), { here, there });

  const read = (path: string) => readFileSync(join(there, 'node_modules', path), 'utf8');
  expect(read('other/index.js')).toBe('other');
  expect(read('@scope/other/index.js')).toBe('other of a scope');
  expect(read('source/index.js')).toBe('there');
  expect(read('built/dist/index.js')).toBe('here');
});
