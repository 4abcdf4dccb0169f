import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { SHELLS } from '#cli/machine/completion.ts';

const BIN = resolve(import.meta.dirname, '../../../bin/choreography.mjs');
const exec = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  mkdirSync(join(folder, 'functions/desk'), { recursive: true });
  writeFileSync(join(folder, 'functions/desk/lend-book.ts'), 'export const handler = handle();\n');
  mkdirSync(join(folder, 'events'));
  writeFileSync(join(folder, 'events/book-lent.ts'), 'export const BookLent = defineEvent({\n});\n');
  writeFileSync(join(folder, 'functions/desk/loan.ts'), "export const loan = defineProcess('book-loan', {\n});\n");
  writeFileSync(join(folder, 'functions/desk/participant.ts'), 'export const desk = {};\n');
  for (const shell of SHELLS) {
    const { stdout } = await exec(process.execPath, [BIN, 'completion', shell], { cwd: folder });
    writeFileSync(join(folder, `script.${shell}`), stdout);
  }
}, 60_000);

const isHere = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

/** What each shell itself proposes after some words. */
const ASK = {
  bash: (words: string[]) =>
    `source script.bash; COMP_WORDS=(choreography ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _choreography; printf '%s\\n' "\${COMPREPLY[@]}"`,
  // Only within its line editor zsh completes: this one stands for what it calls.
  zsh: (words: string[]) =>
    `source script.zsh; _files() { }; _describe() { print -l -- "\${(@P)2}" }; compadd() { shift; print -l -- $@ }; words=(choreography ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length + 1}; _choreography`,
  fish: (words: string[]) => `source script.fish; complete -C "choreography ${words.join(' ')}"`,
};
async function proposed(shell: keyof typeof ASK, words: string[]): Promise<string[]> {
  const { stdout } = await exec(shell, ['-c', ASK[shell](words)], { cwd: folder });
  return stdout.split(/[\n]/).map((line) => line.split(/[\t:]/)[0] ?? '');
}

describe.each(SHELLS)('%s', (shell) => {
  const there = it.skipIf(!isHere(shell));
  there('proposes commands', async () => expect(await proposed(shell, ['st'])).toContain('start'));
  there("proposes a command's options, and no other's", async () => {
    const options = await proposed(shell, ['start', '--']);
    expect(options).toContain('--inspect');
    expect(options).not.toContain('--dry-run');
  });
  there('proposes the commands below one', async () =>
    expect(await proposed(shell, ['add', ''])).toContain('participant'),
  );
  there('proposes the jobs of the project, and no other files', async () => {
    const jobs = await proposed(shell, ['logs', '']);
    expect(jobs).toContain('desk/lend-book');
    expect(jobs).not.toContain('desk/participant');
  });
  there('proposes the events and the processes of the project where a command takes them', async () => {
    expect(await proposed(shell, ['map', '--event', ''])).toContain('BookLent');
    expect(await proposed(shell, ['trace', 'l-1', '--process', ''])).toContain('book-loan');
    expect(await proposed(shell, ['remove', 'event', ''])).toContain('BookLent');
    expect(await proposed(shell, ['add', 'event', ''])).not.toContain('book-loan');
    expect(await proposed(shell, ['logs', ''])).not.toContain('BookLent');
  });
});

it('Another shell is answered by a sentence', async () => {
  const failed = await exec(process.execPath, [BIN, 'completion', 'csh']).catch((error) => error);
  expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('csh')]);
});
