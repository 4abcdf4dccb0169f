import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '#constructs/project-root.ts';

describe('A route compiles only if the event fits the job:', () => {
  const examples = readFileSync(join(import.meta.dirname, 'event-job.types.ts'), 'utf8');

  test('what fits compiles, and what does not is refused', async () => {
    expect(await compile(examples)).toBe('');
  });

  test('the compiler says that the event does not fit, and what the job accepts', async () => {
    const errors = await compile(examples.replaceAll('@ts-expect-error', ''));
    expect(errors.match(/error TS2345/g)).toHaveLength(5);
    expect(errors).toContain('does not fit: the job accepts');
  });
});

/** What the TypeScript compiler says to a file of this folder, with the project's own options. */
async function compile(source: string): Promise<string> {
  const build = join(import.meta.dirname, '../../../build/types');
  mkdirSync(build, { recursive: true });
  const folder = mkdtempSync(join(build, 'of-'));
  writeFileSync(join(folder, 'source.ts'), source);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../../../../tsconfig.json', include: [], files: ['source.ts'] }),
  );
  return new Promise((resolve) => {
    execFile(
      join(projectRoot, 'node_modules/.bin/tsc'),
      ['--noEmit', '-p', folder],
      { cwd: projectRoot },
      (_, stdout) => {
        rmSync(folder, { recursive: true });
        resolve(stdout);
      },
    );
  });
}
