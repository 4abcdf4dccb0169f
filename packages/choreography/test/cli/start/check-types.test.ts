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

  it('are of no interest where there is no TypeScript', () => {
    expect(typeCheck(() => {}, ended.signal, tmpdir())).toBeUndefined();
  });
});
