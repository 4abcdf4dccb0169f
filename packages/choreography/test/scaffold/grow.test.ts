import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as add from '#cli/scaffold/add.ts';
import { remove } from '#cli/scaffold/remove.ts';
import { type Renamed, rename } from '#cli/scaffold/rename.ts';
import { MadeProject } from './made-project.ts';

let made: MadeProject;
let project: MadeProject;
/** The projects as commands left them: the last test compiles all of them. */
let compiled: MadeProject;
/** Where a command works, and that it is not to ask. */
let here: { readonly folder: string; readonly yes?: boolean };

beforeAll(async () => {
  made = await MadeProject.make();
  compiled = MadeProject.together();
});

afterAll(() => {
  made.remove();
  compiled.remove();
});

beforeEach(() => {
  project = made.copy();
  here = { folder: project.folder, yes: true };
  const said = vi.spyOn(console, 'log').mockImplementation(() => {});
  return () => {
    said.mockRestore();
    project.remove();
  };
});

/** All that commands printed so far. */
const printed = () => vi.mocked(console.log).mock.calls.join('\n');

/** The paths of the files that differ from those of the project as it was made. */
const changed = () => {
  const [before, after] = [made.files(), project.files()];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .sort();
};

const addStep = () =>
  add.step('repair-case/returned', {
    ...{ job: 'back-door/hand-back', on: ['RepairCaseSolved'], done: ['RepairCaseReturned'], after: 'solved' },
    ...here,
  });

test('one command adds a step: its participant, job, event, route and proof; it passes check, and runs', {
  timeout: 180_000,
}, async () => {
  await addStep();
  expect(changed()).toEqual([
    'events/repair-case-returned.ts',
    'functions/back-door/hand-back.ts',
    'functions/back-door/participant.ts',
    'functions/monitor/repair-case.ts',
    'infra/app.ts',
    'infra/back-door.ts',
    'test/repair-case.test.ts',
  ]);
  expect(project.files().get('test/repair-case.test.ts')).toContain(
    "test.todo('back-door/hand-back: what it keeps, and what it says');",
  );
  project.join(compiled, 'added-step');
  expect((await project.choreography('check')).stdout).toContain('Nothing found');
  const { stdout } = await project.choreography('start', '--once', '--port', '0');
  expect(stdout).toMatch(/✓ returned +RepairCaseReturned/);
});

test('what is added and removed again leaves every file as it was, byte for byte', async () => {
  await addStep();
  await remove('step', 'repair-case/returned', '', here);
  await remove('participant', 'back-door', '', here);
  expect(changed()).toEqual([]);
});

test('so it does with a process, and where lines end as on Windows', async () => {
  for (const [path, text] of project.files()) writeFileSync(project.path(path), text.replaceAll('\n', '\r\n'));
  const before = project.files();
  await add.event('RepairCaseReopened', { saidBy: 'front-desk', ...here });
  await add.process_('reopening', {
    starts: 'RepairCaseReopened',
    step: 'looked at',
    done: ['RepairCaseSolved'],
    ...here,
  });
  expect(project.files().get('functions/monitor/participant.ts')).toContain(
    'defineMonitor([repairCase, reopening]);\r\n',
  );
  await addStep();
  for (const path of before.keys()) {
    expect(project.files().get(path)?.replaceAll('\r\n', ''), path).not.toContain('\n');
  }
  await remove('step', 'repair-case/returned', '', here);
  await remove('participant', 'back-door', '', here);
  await remove('process', 'reopening', '', here);
  await remove('event', 'RepairCaseReopened', '', here);
  expect(project.files()).toEqual(before);
});

test('parts of every kind are added; it passes check', { timeout: 180_000 }, async () => {
  await add.event('PartDelivered', { from: 'library.supplier', ...here });
  await add.job('front-desk/ask-again', { http: true, says: ['RepairCaseReopened'], ...here });
  await add.job('tool-room/look-again', { on: ['RepairCaseReopened'], says: ['PartsMissing'], ...here });
  await add.route('tool-room/look-again', 'RepairCaseDeclined', here);
  await add.participant('archive', here);
  await add.process_('reopening', { starts: 'RepairCaseReopened', step: 'looked at', done: ['PartsMissing'], ...here });
  project.join(compiled, 'added-parts');
  expect((await project.choreography('check')).stdout).toContain('Nothing found, 4 allowed by name');
});

test('with --dry-run a command shows the difference, and writes nothing', async () => {
  here = { ...here, ...{ dryRun: true } };
  await addStep();
  expect(printed()).toContain(
    "+    returned: { done: [RepairCaseReturned], within: '1 hour', when: { step: 'solved', is: 'done' } },",
  );
  expect(changed()).toEqual([]);
});

const RENAMED: readonly [Renamed, string, string, string][] = [
  ['participant', 'tool-room', 'work-bench', 'What "tool-room" keeps stays in the table "library_tool-room"'],
  [
    'event',
    'RepairCaseSolved',
    'RepairCaseMended',
    'Archived events "RepairCaseSolved" then reach no job when replayed',
  ],
  ['job', 'tool-room/solve-repair-case', 'mend', 'an event that comes again is acted on again'],
  ['step', 'repair-case/solved', 'mended', '"RepairCaseOverdue" names the step "mended" then'],
  ['process', 'repair-case', 'mending', '"RepairCaseOverdue" is then "MendingOverdue"'],
];

test.each(RENAMED)(
  'a %s gets another name everywhere; what that breaks is said, and without --yes nothing is written',
  async (kind, from, to, breaks) => {
    await expect(rename(kind, from, to, { folder: project.folder })).rejects.toThrow(
      'Nothing was written: give --yes to write it all the same.',
    );
    expect(printed()).toContain(breaks);
    expect(changed()).toEqual([]);
    await rename(kind, from, to, here);
    project.join(compiled, `renamed-${kind}`);
    const old = from.replace(/.*\//, '');
    // What is prose is left: steps and processes are called by words of the business, which stand in names of events, too.
    const left = [...project.files()].filter(
      ([path, text]) => path !== 'README.md' && !/step|process/.test(kind) && `${path}\n${text}`.includes(old),
    );
    expect(left.map(([path]) => path)).toEqual([]);
    await rename(kind, from.replace(/[^/]+$/, to), old, here);
    expect(changed()).toEqual([]);
  },
);

test('a job that is removed takes its events with it, but for those that others use, and that is said', async () => {
  await addStep();
  await remove('job', 'tool-room/solve-repair-case', '', here);
  expect(printed()).toContain('"back-door/hand-back" hears "RepairCaseSolved", which then has no producer.');
  expect(printed()).toContain('The process "repair-case" waits for "RepairCaseDeclined", which then has no producer.');
  expect([...project.files().keys()]).toContain('events/repair-case-solved.ts');
  project.join(compiled, 'removed-job');
});

test('whatever was added, renamed or removed, it compiles', { timeout: 180_000 }, async () => {
  expect(await compiled.typeErrors()).toBe('');
});

describe('nothing is written, and one sentence says why', () => {
  const other = { job: 'a/b', on: ['RepairCaseSolved'], done: ['Other'] };
  test.each<[string, () => Promise<void>]>([
    [
      'The event "RepairCaseSolved" exists: "events/repair-case-solved.ts" declares it.',
      () => add.event('RepairCaseSolved', { saidBy: 'tool-room', ...here }),
    ],
    ['The event "solved" cannot be used', () => add.event('solved', { saidBy: 'tool-room', ...here })],
    ['AWS keeps those that begin with "aws." to itself', () => add.event('Solved2', { from: 'aws.s3', ...here })],
    ['Who says "Solved2"?', () => add.event('Solved2', here)],
    [
      'There is no participant "nobody": there is "front-desk", "monitor", "tool-room".',
      () => add.event('Solved2', { saidBy: 'nobody', ...here }),
    ],
    ['The participant "tool-room" exists', () => add.participant('tool-room', here)],
    ['The participant "Tool_Room" cannot be used', () => add.participant('Tool_Room', here)],
    [
      '"tool-room" is no job: give it as PARTICIPANT/JOB',
      () => add.job('tool-room', { on: ['RepairCaseOpened'], ...here }),
    ],
    ['What brings "tool-room/x"?', () => add.job('tool-room/x', here)],
    [
      'The job "tool-room/solve-repair-case" exists',
      () => add.job('tool-room/solve-repair-case', { on: ['RepairCaseOpened'], ...here }),
    ],
    [
      'and Lambda takes at most 64 characters, not 68',
      () => add.job(`tool-room/${'x'.repeat(50)}`, { on: ['RepairCaseOpened'], ...here }),
    ],
    [
      'The job "tool-room/x" cannot hear "RepairCaseDeclined": "hours" is not there, but is required.',
      () => add.job('tool-room/x', { on: ['RepairCaseOpened', 'RepairCaseDeclined'], ...here }),
    ],
    [
      'The job "tool-room/x" cannot say "RepairCaseOpened": only "library.front-desk" may',
      () => add.job('tool-room/x', { on: ['RepairCaseOpened'], says: ['RepairCaseOpened'], ...here }),
    ],
    [
      'cannot hear "RepairCaseDeclined": "hours" is not there, but is required.',
      () => add.route('tool-room/solve-repair-case', 'RepairCaseDeclined', here),
    ],
    ['hears "RepairCaseOpened" already', () => add.route('tool-room/solve-repair-case', 'RepairCaseOpened', here)],
    [
      'The job "front-desk/open-repair-case" takes no events',
      () => add.route('front-desk/open-repair-case', 'RepairCaseOpened', here),
    ],
    [
      'The process "repair-case" has a step "solved" already.',
      () => add.step('repair-case/solved', { done: ['RepairCaseSolved'], ...here }),
    ],
    [
      'The event "RepairCaseSolved" already belongs to another step of "repair-case".',
      () => add.step('repair-case/other', { done: ['RepairCaseSolved'], ...here }),
    ],
    ['"soon" is no time span', () => add.step('repair-case/other', { ...other, within: 'soon', ...here })],
    ['has no step "nothing" to wait for', () => add.step('repair-case/other', { ...other, after: 'nothing', ...here })],
    [
      'The process "repair-case" exists',
      () => add.process_('repair-case', { starts: 'RepairCaseOpened', step: 'a', done: ['RepairCaseSolved'], ...here }),
    ],
    [
      'There is no event "Mended" yet: add it first, by "choreography add event Mended --said-by PARTICIPANT"',
      () => add.process_('mending', { starts: 'RepairCaseOpened', step: 'a', done: ['Mended'], ...here }),
    ],
    ['The event "RepairCaseOpened" exists.', () => rename('event', 'RepairCaseSolved', 'RepairCaseOpened', here)],
    ['The process "repair-case" exists', () => rename('process', 'repair-case', 'repair-case', here)],
    ['The process "Repair" cannot be used', () => rename('process', 'repair-case', 'Repair', here)],
    ['There is no process "nothing": there is "repair-case".', () => rename('process', 'nothing', 'other', here)],
    ['A route has no name of its own', () => rename('route', 'tool-room/solve-repair-case', 'other', here)],
    ['"monitor" follows the processes, and keeps its name.', () => rename('participant', 'monitor', 'watcher', here)],
    [
      'The event "RepairCaseSolved" is used by "functions/monitor/repair-case.ts"',
      () => remove('event', 'RepairCaseSolved', '', here),
    ],
    ['"solved" is the only step of "repair-case"', () => remove('step', 'repair-case/solved', '', here)],
    ['"repair-case" is the only process that the monitor follows', () => remove('process', 'repair-case', '', here)],
    [
      'does not hear "RepairCaseSolved"',
      () => remove('route', 'tool-room/solve-repair-case', 'RepairCaseSolved', here),
    ],
  ])('%s', async (sentence, command) => {
    await expect(command()).rejects.toThrow(sentence);
    expect(printed()).toBe('');
    expect(changed()).toEqual([]);
  });

  test('in a folder that is no project', async () => {
    rmSync(project.path('cdk.json'));
    await expect(add.participant('archive', here)).rejects.toThrow('There is no cdk.json here');
  });

  test('in a project that does not compile', async () => {
    writeFileSync(project.path('events/repair-case-solved.ts'), 'export const = defineEvent(');
    await expect(add.participant('archive', here)).rejects.toThrow(
      /^The project cannot be read: events\/repair-case-solved\.ts:1: .*\.$/,
    );
  });
});
