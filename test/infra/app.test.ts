import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from 'choreography/constructs';
import { afterAll, expect, test } from 'vitest';
import { synthesizedHere } from './synthesized.ts';

const outdir = mkdtempSync(join(tmpdir(), 'choreography-app-'));
afterAll(() => rmSync(outdir, { recursive: true }));

test('run by itself, the app writes the templates of its context, and prints nothing', async () => {
  const alone = join(outdir, 'alone');
  expect(await app({ CDK_OUTDIR: alone, CDK_CONTEXT_JSON: '{"stage":"staging"}' })).toEqual({ code: 0, output: '' });
  expect(templatesIn(alone)).toEqual(expected);
});

test('run by the CDK CLI, it writes the same templates, byte for byte, and warns of nothing', async () => {
  const byCli = join(outdir, 'cli');
  const cdk = join(projectRoot, 'node_modules/.bin/cdk');
  const { code, output } = await run(cdk, [
    'synth',
    '-q',
    '--no-notices',
    '-c',
    'stage=staging',
    '-c',
    `sender=${SENDER}`,
    '-o',
    byCli,
  ]);
  expect({ code, warnings: output.match(/.*(warn|deprecat|error).*/gi) }).toEqual({ code: 0, warnings: null });
  expect(templatesIn(byCli)).toEqual(synthesizedHere({ stage: 'staging', sender: SENDER }).map(({ text }) => text));
});

test('a stage that cannot be used is answered by one sentence and exit 1', async () => {
  expect(await app({ CDK_OUTDIR: join(outdir, 'none'), CDK_CONTEXT_JSON: '{"stage":"My Stage"}' })).toEqual({
    code: 1,
    output:
      'The stage "My Stage" cannot be used: give lower-case letters, digits and hyphens, such as -c stage=staging.\n',
  });
});

const SENDER = 'orders@example.org';
const staging = synthesizedHere({ stage: 'staging' });
const expected = staging.map(({ text }) => text);
const templatesIn = (folder: string) =>
  staging.map(({ name }) => readFileSync(join(folder, `${name}.template.json`), 'utf8'));

/** Runs the app as `cdk.json` says. */
function app(env: NodeJS.ProcessEnv) {
  const [command = '', ...args] = JSON.parse(readFileSync(join(projectRoot, 'cdk.json'), 'utf8')).app.split(' ');
  return run(command, args, env);
}

/** Runs a command at the root, without the CDK's own validation of templates, which takes ten seconds. */
function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const options = { cwd: projectRoot, env: { ...process.env, CDK_VALIDATION: 'false', ...env } };
    execFile(command, args, options, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
}
