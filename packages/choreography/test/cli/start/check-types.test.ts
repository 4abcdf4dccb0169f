import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type TypeCheck, typeCheck } from '#cli/start/check-types.ts';
import { projectRoot } from '#constructs/project-root.ts';

const project = mkdtempSync(join(tmpdir(), 'types-'));
const ended = new AbortController();
const told: string[] = [];
const write = (code: string) => writeFileSync(join(project, 'order.ts'), code);
const patiently = { timeout: 25_000, interval: 50 };
let types: TypeCheck | undefined;

beforeAll(() => {
  mkdirSync(join(project, 'node_modules'));
  for (const name of ['typescript', '@typescript'])
    symlinkSync(join(projectRoot, 'node_modules', name), join(project, 'node_modules', name));
  writeFileSync(join(project, 'tsconfig.json'), '{"compilerOptions":{"strict":true},"include":["*.ts"]}');
  types = typeCheck((text) => told.push(text), ended.signal, project);
});
/** The command lines of the compilers that check this project, without that of Node.js which starts one. */
const compilersHere = () =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(join(project, 'build/types.tsbuildinfo')) && !line.startsWith(process.execPath));

afterAll(() => {
  ended.abort();
  rmSync(project, { recursive: true });
});

describe('the types of a project that is watched', () => {
  it('are told when they are wrong, once, and when they are right again', async () => {
    write("export const total: number = 'a';\n");
    types?.begin();
    const wrong = "order.ts:1:14: Type 'string' is not assignable to type 'number'. (TS2322)";
    await vi.waitFor(() => expect(told).toEqual([wrong]), patiently);
    write("\nexport const total: number = 'a';\n");
    types?.begin();
    // The one before is of no interest any more.
    write('export const total: number = 1;\n');
    types?.begin();
    await vi.waitFor(() => expect(told).toEqual([wrong, 'The types are right again.']), patiently);
  });

  it('are told up to five errors', async () => {
    write(Array.from({ length: 7 }, (_, at) => `export const x${at}: number = 'a';`).join('\n'));
    types?.begin();
    await vi.waitFor(() => expect(told).toHaveLength(3), patiently);
    expect(told[2]?.split('\n')).toHaveLength(6);
    expect(told[2]?.split('\n').at(-1)).toBe('… and 2 more: npx tsc --noEmit');
  });

  it('are not checked on once the check is stopped, though the compiler would', async () => {
    // A thousand comparisons of unions of ten thousand: more than a minute.
    const type = (at: number) => `\`\${Digit}\${Digit}\${Digit}\${Digit}${at}\``;
    const lines = Array.from({ length: 1000 }, (_, at) => `export const x${at}: ${type(at)} = '' as ${type(at)};`);
    write(["type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';", ...lines].join('\n'));
    types?.begin();
    await vi.waitFor(() => expect(compilersHere()).toHaveLength(1), patiently);
    types?.stop();
    await vi.waitFor(() => expect(compilersHere()).toEqual([]), { timeout: 5000, interval: 50 });
  }, 40_000);

  it('are of no interest where there is no TypeScript', () => {
    expect(typeCheck(() => {}, ended.signal, tmpdir())).toBeUndefined();
  });
});
