import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keptCode } from '#local/lambda/environment/node-runtime/kept-code.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'code-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const KEPT_CODE = new URL('../../../../src/local/lambda/environment/node-runtime/kept-code.mjs', import.meta.url).href;
const FILE = '/function/index.js';
const CODE = `const { basename } = require('node:path');
exports.name = () => basename(__filename);
exports.fail = () => { throw new Error('as asked'); };`;

/** What a thread makes of code, and keeps when it has called it. */
function load(code: string, where: { readonly folder?: string } = { folder }) {
  const module = new Module(FILE);
  const { evaluate, keepUsed } = keptCode(where.folder);
  evaluate(module, code, FILE);
  const loaded = module.exports as { name(): string; fail(): void };
  expect(loaded.name()).toBe('index.js');
  keepUsed();
  return loaded;
}

it('Code that is kept runs as before, and an error names the same place of it', () => {
  for (const round of ['compiled', 'kept']) {
    const { fail } = load(CODE);
    expect(fail, round).toThrow('as asked');
    try {
      fail();
    } catch (error) {
      expect((error as Error).stack, round).toContain(`${FILE}:3:30`);
    }
  }
  expect(readdirSync(folder)).toHaveLength(1);
});

it('Other code is kept for itself, and what V8 refuses is compiled and kept anew', () => {
  load(CODE);
  load(`${CODE}\n`);
  const [first = '', second = ''] = readdirSync(folder).map((name) => join(folder, name));
  expect(second).not.toBe('');
  const size = readFileSync(first).length;
  for (const kept of [first, second]) writeFileSync(kept, Buffer.alloc(size));
  // In processes of their own, since V8 remembers what it has just compiled.
  for (const code of [CODE, `${CODE}\n`]) loadElsewhere(code);
  for (const kept of [first, second]) expect(readFileSync(kept).equals(Buffer.alloc(size))).toBe(false);
});

function loadElsewhere(code: string): void {
  const program = `
    import Module from 'node:module';
    import { keptCode } from ${JSON.stringify(KEPT_CODE)};
    const { evaluate, keepUsed } = keptCode(${JSON.stringify(folder)});
    const module = new Module(${JSON.stringify(FILE)});
    evaluate(module, ${JSON.stringify(code)}, ${JSON.stringify(FILE)});
    if (module.exports.name() === 'index.js') keepUsed();`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', program]);
}

it('What is compiled when code is loaded is kept for those that have no event, and what an event needs beside it', () => {
  const module = new Module(FILE);
  const code = `${CODE}\n\n`;
  const { evaluate, keepLoaded } = keptCode(folder);
  evaluate(module, code, FILE);
  keepLoaded();
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/-loaded\.bin$/)]);
  load(code);
  load(code);
  expect(readdirSync(folder).sort()).toEqual([
    expect.stringMatching(/-loaded\.bin$/),
    expect.stringMatching(/-used\.bin$/),
  ]);
});

it('Code that imports while it runs is not kept, nor is any without a folder', async () => {
  const importing = load(`${CODE}\nexports.load = () => import('node:path');`) as unknown as {
    load(): Promise<object>;
  };
  load(CODE, {});
  expect(readdirSync(folder)).toEqual([]);
  expect(importing.load).toBeTypeOf('function');
});
