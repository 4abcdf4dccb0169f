import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectRoot as root } from '#constructs/project-root.ts';

const folder = mkdtempSync(join(tmpdir(), 'sam-repository-'));
afterAll(() => rmSync(folder, { recursive: true }));

const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...words], { cwd: folder });
const choreography = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    const bin = resolve(root, 'packages/choreography/bin/choreography.mjs');
    execFile(process.execPath, [bin, ...args], { cwd: folder }, (error, out, err) =>
      done({ code: Number(error?.code ?? 0), out, err }),
    );
  });

const template = join(folder, 'template.yaml');
const elsewhere = join(folder, 'services', 'orders');
const copy = (to: string) => cpSync(join(import.meta.dirname, '../../local/foreign/chain'), to, { recursive: true });
copy(folder);
copy(elsewhere);
git('init', '--quiet', '--initial-branch', 'main');
git('add', '.');
git('commit', '--quiet', '-m', 'Screen hears OrderPlaced');
const moved = readFileSync(template, 'utf8').replace('[OrderPlaced]', '[OrderPaid]');
for (const file of [template, join(elsewhere, 'template.yaml')]) writeFileSync(file, moved);
git('commit', '--quiet', '-a', '-m', 'Screen hears OrderPaid');

const ONE_MOVE = /\n1 job moved\. /;

test.each([
  ['a commit and the files here', ['HEAD~1']],
  ['two commits', ['HEAD~1', 'HEAD']],
  ['a commit and a template elsewhere in the repository', ['HEAD~1', 'services/orders/template.yaml']],
  ['a commit and a folder of the repository', ['HEAD~1', 'services/orders']],
  ['a commit as it was, and a template', ['services/orders/template.yaml', 'HEAD~1']],
])('%s of a repository of a SAM project are compared without any settings', async (_, args) => {
  const { out, err, code } = await choreography('diff', ...args);
  expect({ err, code }).toEqual({ err: '', code: 0 });
  expect(out).toMatch(ONE_MOVE);
  expect(git('worktree', 'list').toString().trim().split('\n')).toHaveLength(1);
});

test('the map and the check of a SAM project need no settings, either', async () => {
  const { out } = await choreography('map', '--json');
  expect(JSON.parse(out).edges.map(({ to }: { to: string }) => to.split('/')[1])).toEqual(['Ship']);
  const checked = await choreography('check', '--json');
  expect(checked.err).toBe('');
  expect(JSON.parse(checked.out).findings.length).toBeGreaterThan(0);
});

test('a project of the CDK is synthesized by the app of its cdk.json, with its context', async () => {
  const cdk = join(folder, 'cdk');
  mkdirSync(cdk);
  const manifest = {
    version: '48.0.0',
    artifacts: { App: { type: 'aws:cloudformation:stack', properties: { templateFile: 'App.template.json' } } },
  };
  writeFileSync(
    join(cdk, 'app.cjs'),
    `const fs = require('node:fs');
     const { CDK_OUTDIR, CDK_CONTEXT_JSON } = process.env;
     fs.mkdirSync(CDK_OUTDIR, { recursive: true });
     fs.writeFileSync(CDK_OUTDIR + '/manifest.json', ${JSON.stringify(JSON.stringify(manifest))});
     const Name = 'orders-' + JSON.parse(CDK_CONTEXT_JSON).stage;
     fs.writeFileSync(CDK_OUTDIR + '/App.template.json', JSON.stringify({
       Resources: { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name } },
         Rule: { Type: 'AWS::Events::Rule', Properties: { EventBusName: { Ref: 'Bus' }, EventPattern: { source: ['a'] }, Targets: [] } } } }));`,
  );
  writeFileSync(join(cdk, 'cdk.json'), JSON.stringify({ app: 'node app.cjs', context: { stage: 'dev' } }));
  const bin = resolve(root, 'packages/choreography/bin/choreography.mjs');
  const out = execFileSync(process.execPath, [bin, 'map', '--json'], { cwd: cdk, encoding: 'utf8' });
  expect(JSON.parse(out).buses).toMatchObject([{ name: 'orders-dev', template: 'App' }]);
});

test('a folder without any template is answered by one sentence', async () => {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const bin = resolve(root, 'packages/choreography/bin/choreography.mjs');
  const { code, err } = await new Promise<{ code: number; err: string }>((done) =>
    execFile(process.execPath, [bin, 'map'], { cwd: empty }, (error, _, stderr) =>
      done({ code: Number(error?.code ?? 0), err: stderr }),
    ),
  );
  expect({ code, err }).toEqual({
    code: 1,
    err: 'There is no template in ".": no CDK assembly, no JSON or YAML file with Resources, and no plan or state that "terraform show -json" wrote.\n',
  });
});
