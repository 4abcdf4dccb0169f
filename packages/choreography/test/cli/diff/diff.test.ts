import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectRoot } from '#constructs/project-root.ts';

const folder = mkdtempSync(join(tmpdir(), 'choreography-of-two-'));
const temporary = mkdtempSync(join(tmpdir(), 'choreography-temporary-'));
afterAll(() => {
  for (const each of [folder, temporary]) rmSync(each, { recursive: true });
});

/** What the synth of the repository's project writes: one rule, which hears one event, and whoever says it. */
const template = (event: string, promised: string[]) => ({
  Resources: {
    Asked: {
      Type: 'AWS::EventSchemas::Schema',
      Properties: {
        RegistryName: 'default',
        SchemaName: 'shop.a@Asked',
        Content: JSON.stringify({ properties: { detail: detail(promised) } }),
      },
    },
    Answer: {
      Type: 'AWS::Lambda::Function',
      Properties: { Role: 'arn:aws:iam::000000000000:role/any' },
      Metadata: {
        'choreography:job': { participant: 'b', job: 'answer', emits: [], accepts: detail(['id']).properties.data },
      },
    },
    OnAsked: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['shop.a'], 'detail-type': [event] },
        Targets: [{ Id: 'T', Arn: { 'Fn::GetAtt': ['Answer', 'Arn'] } }],
      },
    },
  },
});

const detail = (required: string[]) => ({
  type: 'object',
  properties: { data: { type: 'object', properties: { id: { type: 'string' } }, required } },
});

const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...words], { cwd: folder });

/** Commits what a synth of the project would write. */
function commit(message: string, made: object): void {
  const manifest = {
    version: '48.0.0',
    artifacts: { App: { type: 'aws:cloudformation:stack', properties: { templateFile: 'App.template.json' } } },
  };
  const files = { 'manifest.json': manifest, 'App.template.json': made };
  const synth = Object.entries(files).map(
    ([name, content]) => `fs.writeFileSync('cdk.out/${name}', ${JSON.stringify(JSON.stringify(content))});`,
  );
  writeFileSync(
    join(folder, 'synth.cjs'),
    `const fs = require('fs'); fs.mkdirSync('cdk.out', { recursive: true });\n${synth.join('\n')}\n`,
  );
  writeFileSync(
    join(folder, 'choreography.json'),
    JSON.stringify({ synth: { command: [process.execPath, 'synth.cjs'] } }),
  );
  git('add', '.');
  git('commit', '--quiet', '-m', message);
}

git('init', '--quiet', '--initial-branch', 'main');
commit('It hears Asked', template('Asked', ['id']));
git('tag', 'asked');
commit('It hears Begged', template('Begged', ['id']));
git('tag', 'begged');
commit('The contract promises nothing', template('Asked', []));
git('tag', 'loose');
writeFileSync(join(folder, 'synth.cjs'), 'throw new Error("Out of order")');
git('commit', '--quiet', '-a', '-m', 'It cannot be synthesized');
git('tag', 'broken');
mkdirSync(join(folder, 'files'));
writeFileSync(join(folder, 'files', 'old.json'), JSON.stringify(template('Asked', ['id'])));
writeFileSync(join(folder, 'files', 'new.json'), JSON.stringify(template('Begged', ['id'])));

const diff = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    const bin = resolve(projectRoot, 'packages/choreography/bin/choreography.mjs');
    const options = { cwd: folder, env: { ...process.env, TMPDIR: temporary } };
    execFile(process.execPath, [bin, 'diff', ...args], options, (error, out, err) =>
      done({ code: Number(error?.code ?? 0), out, err }),
    );
  });

test('two commits are synthesized and compared, and nothing of them is left', async () => {
  const { code, out, err } = await diff('asked', 'begged');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(`## The choreography from \`asked\` to \`begged\`

1 job moved. Nothing breaks.

### Jobs

- **moved** \`b/answer\` (App) from \`shop.a Asked\` to \`shop.a Begged\`, and neither follows from the other
  - Neither event follows from the other: where shop.a Begged came before the deployment and shop.a Asked comes after it, b/answer would never be brought.
  - The safe way is two deployments. First let it hear both, shop.a Begged beside shop.a Asked: harmless only if it may act twice, since it does not say that it acts once.
  - Then, when both routes have been deployed for the longest time that a process takes, take shop.a Asked away.

### Found by check

- **new** \`missing-permission b/answer on shop.a Begged\`: Nothing lets EventBridge deliver shop.a Begged to b/answer.
- **new** \`unmatched-rule b/answer on shop.a Begged\`: Nobody in these templates says what the rule for b/answer hears: shop.a Begged on the bus default.
- **new** \`no-dead-letter-queue b/answer on shop.a Begged\`: The rule that brings shop.a Begged to b/answer has no dead-letter queue.
- **new** \`no-retry-policy b/answer on shop.a Begged\`: The rule that brings shop.a Begged to b/answer has no retry policy.
- **gone** \`missing-permission b/answer on shop.a Asked\`
- **gone** \`unmatched-rule b/answer on shop.a Asked\`
- **gone** \`no-dead-letter-queue b/answer on shop.a Asked\`
- **gone** \`no-retry-policy b/answer on shop.a Asked\`
`);
  expect(git('worktree', 'list').toString().trim().split('\n')).toHaveLength(1);
  expect(readdirSync(temporary).filter((name) => name.startsWith('choreography-diff'))).toEqual([]);
});

test('a commit alone is compared with the files as they are, not as they were committed', async () => {
  git('checkout', '--quiet', 'asked');
  const synth = join(folder, 'synth.cjs');
  writeFileSync(synth, readFileSync(synth, 'utf8').replaceAll('Asked', 'Begged'));
  const { code, out, err } = await diff('asked');
  git('checkout', '--quiet', '--force', 'main');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('## The choreography from `asked` to the files here\n\n1 job moved.');
});

test('two files are compared; as JSON it is all that changed', async () => {
  const { code, out } = await diff('files/old.json', 'files/new.json', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out).jobs.moved).toMatchObject([{ job: 'b/answer', from: 'shop.a Asked', to: 'shop.a Begged' }]);
});

test('with --keep-going a template that cannot be used is told, and the others are compared', async () => {
  writeFileSync(join(folder, 'files', 'spoilt.yaml'), 'Resources:\n  A: [\n');
  mkdirSync(join(folder, 'mixed'));
  for (const [from, to] of [
    ['new.json', 'App.json'],
    ['spoilt.yaml', 'spoilt.yaml'],
  ] as const)
    copyFileSync(join(folder, 'files', from), join(folder, 'mixed', to));
  const spoilt = /^mixed\/spoilt\.yaml cannot be read as YAML, at line 3, column 1: .*\n$/;
  const stopped = await diff('files/old.json', 'mixed');
  expect(stopped).toMatchObject({ code: 1, out: '', err: expect.stringMatching(spoilt) });
  const { code, out, err } = await diff('files/old.json', 'mixed', '--keep-going');
  expect(err).toMatch(spoilt);
  expect({ code, moved: out.includes('**moved** `b/answer`') }).toEqual({ code: 1, moved: true });
});

test('parameters are given to both sides', async () => {
  const named = (bus: string) => {
    const made = template('Asked', ['id']);
    const { Asked, Answer, OnAsked } = made.Resources;
    const Rule = { ...OnAsked, Properties: { ...OnAsked.Properties, EventBusName: bus } };
    return { ...made, Resources: { Asked, Answer, OnAsked: Rule } };
  };
  const byParameter = { ...named(''), Parameters: { Bus: { Type: 'String' } } };
  Object.assign(byParameter.Resources.OnAsked.Properties, { EventBusName: { Ref: 'Bus' } });
  writeFileSync(join(folder, 'files', 'fixed.json'), JSON.stringify(named('orders')));
  writeFileSync(join(folder, 'files', 'free.json'), JSON.stringify(byParameter));
  const routes = async (...more: string[]) => {
    const { out } = await diff('files/fixed.json', 'files/free.json', '--json', ...more);
    const { jobs } = JSON.parse(out);
    return jobs.moved.length;
  };
  expect({ without: await routes(), with: await routes('--parameter', 'Bus=orders') }).toEqual({ without: 1, with: 0 });
});

test('a commit is compared with a file; a breaking change ends with exit code 1', async () => {
  const { code, out } = await diff('files/old.json', 'loose');
  expect(code).toBe(1);
  expect(out).toContain(`**This breaks something.**

### Breaking

- shop.a Asked breaks b/answer in App: id may be absent, but is required.
`);
});

test.each([
  ['nobody', '"nobody" is no file or folder, and no commit of the git repository here: give two of these.\n'],
  ['--upload-pack=x', expect.stringMatching(/^Unknown option '--upload-pack=x'\./)],
  [
    'broken',
    expect.stringMatching(
      /^"broken" cannot be synthesized\. The code cannot be synthesized\.\n[\s\S]*synth\.cjs:1:7\n[\s\S]*Error: Out of order\n$/,
    ),
  ],
])('%s is answered by a sentence and exit code 1', async (side, sentence) => {
  const { code, err, out } = await diff('asked', side);
  expect({ code, err, out }).toEqual({ code: 1, err: sentence, out: '' });
  expect(git('worktree', 'list').toString().trim().split('\n')).toHaveLength(1);
});
