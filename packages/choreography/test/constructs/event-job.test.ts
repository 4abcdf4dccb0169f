import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '#constructs/project-root.ts';
import { resourcesOf, synthesized } from '../../../../test/infra/synthesized.ts';

describe('Routes:', () => {
  const rules = resourcesOf(synthesized(), 'AWS::Events::Rule');

  test('a rule for each event that a job hears, on source and detail-type', () => {
    const routes = rules.map(({ Properties }) => [Properties.Description, Properties.EventPattern]);
    expect(Object.fromEntries(routes)).toEqual({
      'email/confirm-order hears OrderPlaced': { source: ['shop.checkout'], 'detail-type': ['OrderPlaced'] },
      'email/announce-dispatch hears OrderDispatched': {
        source: ['shop.warehouse'],
        'detail-type': ['OrderDispatched'],
      },
      'email/apologise hears OrderRejected': { source: ['shop.warehouse'], 'detail-type': ['OrderRejected'] },
      'warehouse/dispatch-order hears OrderPlaced': { source: ['shop.checkout'], 'detail-type': ['OrderPlaced'] },
      'warehouse/receive-stock hears StockReceived': { source: ['shop.supplier'], 'detail-type': ['StockReceived'] },
      'rewards/award-points hears OrderPlaced': { source: ['shop.checkout'], 'detail-type': ['OrderPlaced'] },
      'rewards/reverse-points hears OrderRejected': { source: ['shop.warehouse'], 'detail-type': ['OrderRejected'] },
      'monitor/record hears all but shop.monitor': { source: [{ 'anything-but': ['shop.monitor'] }] },
    });
  });
});

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
  const build = join(import.meta.dirname, '../../build');
  mkdirSync(build, { recursive: true });
  const folder = mkdtempSync(join(build, 'types-'));
  writeFileSync(join(folder, 'source.ts'), source);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../../../tsconfig.json', include: [], files: ['source.ts'] }),
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
