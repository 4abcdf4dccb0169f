import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { blocksOf } from '../how-to/blocks.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const bin = join(root, 'packages/choreography/bin/choreography.mjs');
const page = readFileSync(join(root, 'docs/start-your-own.md'), 'utf8');

/** A line of a shell as its words: `--within "28 days"` are two. */
const wordsOf = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** Runs a line of the page. What `npm install` would bring is linked, and a free port is taken. */
async function answerTo(line: string, folder: string): Promise<string> {
  const [program, ...words] = wordsOf(line);
  if (line === 'npm install') {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    return '';
  }
  const own = program === 'npm' ? ['start', '--port', '0', ...words.slice(2)] : words.slice(1);
  return (await run('node', [bin, ...own], { cwd: folder })).stdout;
}

test('docs/start-your-own.md: what it says is what comes of it', { timeout: 400_000 }, async () => {
  const work = mkdtempSync(join(tmpdir(), 'choreography-start-'));
  let folder = work;
  let answers = '';
  try {
    for (const { language, text } of blocksOf(page)) {
      if (language === 'sh') answers = '';
      for (const line of language === 'sh' ? text.trim().split('\n') : []) {
        if (line.startsWith('cd ')) folder = join(folder, line.slice(3));
        else answers += await answerTo(line, folder);
      }
      if (language === 'ts') {
        const file = join(folder, text.match(/^\/\/ (\S+)/)?.[1] ?? '');
        expect(existsSync(file), file).toBe(true);
        writeFileSync(file, text);
      }
      const shown = answers.replace(/\+ *\d+ ms/g, '+… ms').replace(/ +/g, ' ');
      for (const line of language === 'text' ? text.trimEnd().split('\n') : [])
        expect(shown).toContain(line.replace(/ +/g, ' '));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});
