import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NewOptions, newChoreography } from '#cli/scaffold/new.ts';
import { InputError } from '#template/input-error.ts';
import { MadeProject } from './made-project.ts';

const LIBRARY = [
  ...['--instance', 'book loan', '--participants', 'front-counter,stacks', '--jobs', 'ask-for-book,lend-book'],
  ...['--events', 'BookLoanAsked,BookLoanAgreed,NothingLent'],
];

describe('a choreography that new makes', () => {
  let project: MadeProject;

  beforeAll(async () => {
    project = await MadeProject.make(LIBRARY);
  });

  afterAll(() => project.remove());

  test('has its own words everywhere, and none of the template or of a shop', () => {
    const all = [...project.files()].map(([path, text]) => `${path}\n${text}`).join('\n');
    expect(all).not.toMatch(/repair|front.?desk|tool.?room|\bsolved\b|\bdeclined\b/i);
    expect(all.replaceAll('actions/checkout', '').replaceAll('any order', '')).not.toMatch(
      /\b(orders?|checkout|customers?|cart|sku)\b/i,
    );
    expect(all).toContain("defineProcess('book-loan', {");
    expect(all).toContain("instance: { one: 'book loan', many: 'book loans' }");
    expect(all).toContain('agreed: { done: [BookLoanAgreed], failed: [NothingLent]');
    expect(all).toContain('NothingLent');
  });

  test('compiles', async () => {
    expect(await project.typeErrors()).toBe('');
  });

  test('passes check', { timeout: 120_000 }, async () => {
    const { code, stdout } = await project.choreography('check');
    expect(stdout).toContain('Nothing found');
    expect(code).toBe(0);
  });

  test('runs: its sample goes through each step', { timeout: 120_000 }, async () => {
    const { code, stdout } = await project.choreography('start', '--once', '--port', '0');
    expect(stdout).toMatch(/✓ agreed +BookLoanAgreed/);
    expect(code).toBe(0);
  });

  test('has tests that pass: stories, and proofs that its jobs act once', { timeout: 300_000 }, async () => {
    const { code, stdout } = await project.tests();
    expect(stdout).toContain('BookLoanAsked is answered with BookLoanAgreed');
    expect(stdout).toMatch(/lend-book: a crash at each AWS call in turn/);
    expect(code, stdout).toBe(0);
  });

  test('is simulated under every fault, and its own invariant holds', { timeout: 120_000 }, async () => {
    expect((await project.synthesize()).code).toBe(0);
    const { code, stdout } = await project.choreography(
      'simulate',
      '--seed',
      '1',
      '--instances',
      '4',
      '--minutes',
      '3',
    );
    expect(stdout).toContain('every invariant held');
    expect(code).toBe(0);
  });

  test('has in its README the picture that is drawn from its templates', { timeout: 120_000 }, async () => {
    const { stdout } = await project.choreography('map', '--mermaid');
    const drawn =
      project
        .files()
        .get('README.md')
        ?.match(/```mermaid\n([\s\S]*?)```/)?.[1] ?? '';
    // Its lines are in the alphabetical order of the template's names.
    expect(drawn.trim().split('\n').sort()).toEqual(stdout.trim().split('\n').sort());
  });

  test('is not made again where it is', async () => {
    const before = project.files();
    const { code, stderr } = await project.choreography('new', '.', '--yes');
    expect(stderr).toBe('The folder "." is not empty: give the name of a new one. Nothing was written.\n');
    expect(code).toBe(1);
    expect(project.files()).toEqual(before);
  });
});

describe('new writes nothing', () => {
  const project = MadeProject.empty();
  afterAll(() => project.remove());

  test.each<[NewOptions, string]>([
    [{ bus: 'My_Bus' }, 'The bus "My_Bus" cannot be used: AWS resources are named after it'],
    [{ bus: 'aws' }, 'The source "aws.monitor" cannot be used: AWS keeps those that begin with "aws." to itself'],
    [{ bus: 'choreography' }, 'npm installs no package within one of the same name'],
    [{ bus: `b${'u'.repeat(60)}s` }, 'and Lambda takes at most 64 characters, not'],
    [{ participants: 'desk' }, 'The participants "desk" cannot be used: give 2 different ones'],
    [{ participants: 'desk,desk' }, 'The participants "desk,desk" cannot be used: give 2 different ones'],
    [{ participants: 'desk,monitor' }, 'it is the one that follows the process'],
    [{ participants: 'new,old' }, 'TypeScript keeps "new" to itself'],
    [{ instance: 'Loan!' }, 'The instance "Loan!" cannot be used'],
    [{ instance: 'participant' }, 'two files would be called "functions/monitor/participant.ts"'],
    [{ events: 'LoanAsked,loanLent,LoanRefused' }, 'The event "loanLent" cannot be used'],
    [{ instance: 'loan', events: 'LoanAsked,LoanCompleted,LoanRefused' }, 'it is what the monitor says of the process'],
    [{ events: 'LoanOK,LoanOk,LoanRefused' }, 'two files would be called "events/loan-ok.ts"'],
  ])('for %j, and says why in one sentence', async (options, sentence) => {
    const error = await newChoreography(project.path('mine'), { yes: true, ...options }).catch((refusal) => refusal);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(sentence);
    expect(error.message).not.toContain('\n');
    expect(project.files().size).toBe(0);
  });

  test('which the command says, with exit code 1', async () => {
    const { code, stdout, stderr } = await project.choreography('new', 'mine', '--yes', '--bus', 'My_Bus');
    expect(stderr).toMatch(/^The bus "My_Bus" cannot be used: .*\n$/);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(project.files().size).toBe(0);
  });

  test('where no terminal is there to ask at', async () => {
    const { code, stderr } = await project.choreography('new', 'mine');
    expect(stderr).toBe('There is no terminal to ask for the names at: give --yes to take the defaults.\n');
    expect(code).toBe(1);
  });

  test('with --dry-run, and shows each file', async () => {
    const { stdout } = await project.choreography('new', 'mine', '--yes', '--dry-run');
    expect(stdout).toContain('+++ b/events/repair-case-opened.ts');
    expect(project.files().size).toBe(0);
  });

  test('over a file', async () => {
    mkdirSync(project.path('other'));
    writeFileSync(project.path('other/file'), '');
    const { stderr } = await project.choreography('new', 'other/file', '--yes');
    expect(stderr).toBe('"other/file" is a file: give the name of a new folder.\n');
  });
});
