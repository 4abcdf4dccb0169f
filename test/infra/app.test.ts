import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { root } from '../../infra/root.ts';
import { synthesized } from './synthesized.ts';

const outdir = mkdtempSync(join(tmpdir(), 'choreography-app-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** Runs the app as `cdk.json` says, with the context as the CDK CLI would give it. */
function run(context: Record<string, unknown>): Promise<{ code: number; output: string }> {
  const [command = '', ...args] = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')).app.split(' ');
  const env = {
    ...process.env,
    CDK_OUTDIR: outdir,
    CDK_VALIDATION: 'false',
    CDK_CONTEXT_JSON: JSON.stringify(context),
  };
  return new Promise((resolve) => {
    execFile(command, args, { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
}

test('the app writes the templates of the stage that it is asked for, and prints nothing', async () => {
  expect(await run({ stage: 'staging' })).toEqual({ code: 0, output: '' });
  for (const { name, text } of synthesized({ stage: 'staging' })) {
    expect(readFileSync(join(outdir, `${name}.template.json`), 'utf8')).toBe(text);
  }
});

test('a stage that cannot be used is answered by one sentence and exit 1', async () => {
  expect(await run({ stage: 'My Stage' })).toEqual({
    code: 1,
    output:
      'The stage "My Stage" cannot be used: give lower-case letters, digits and hyphens, such as -c stage=staging.\n',
  });
});
