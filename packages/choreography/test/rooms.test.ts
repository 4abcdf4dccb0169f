import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What the files of a room may import of other rooms; `docs/house.md` says why. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  pattern: [],
  template: [],
  jobs: ['contracts'],
  graph: ['template', 'pattern', 'contracts'],
  local: ['template', 'pattern'],
  personal: ['graph', 'template', 'contracts'],
  check: ['graph', 'pattern', 'template', 'contracts', 'personal'],
  diff: ['graph', 'pattern', 'template', 'contracts', 'check', 'cost'],
  cost: ['graph', 'pattern', 'template', 'local'],
  simulation: ['local', 'template', 'contracts', 'cost'],
  monitor: ['jobs', 'contracts', 'graph', 'template'],
  constructs: ['contracts', 'monitor'],
  testing: ['jobs', 'local', 'simulation', 'contracts', 'monitor'],
  scaffold: ['check', 'contracts', 'template'],
  // Commands read events as the monitor does: one reader of dead letters, one way to a value at a path.
  cli: [
    'contracts',
    'graph',
    'check',
    'diff',
    'cost',
    'local',
    'simulation',
    'template',
    'monitor',
    'scaffold',
    'personal',
  ],
};

const SRC = join(import.meta.dirname, '../src');

interface Import {
  readonly file: string;
  readonly of: string;
  readonly typeOnly: boolean;
}

const imports: Import[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
  .flatMap((file) =>
    [...readFileSync(join(SRC, file), 'utf8').matchAll(/(import type[^;]*?|)(?:from|import\()\s*'([^']+)'/g)].map(
      ([, type = '', of = '']) => ({ file, of, typeOnly: type !== '' }),
    ),
  );

const roomOf = (path: string): string => path.split('/')[0] ?? '';

test('every room imports only the rooms that it may', () => {
  const forbidden = imports
    .filter(({ of }) => of.startsWith('#'))
    .map((each) => ({ ...each, from: roomOf(each.file), to: roomOf(each.of.slice(1)) }))
    .filter(({ from, to }) => from !== to && !MAY_IMPORT[from]?.includes(to))
    .map(({ file, of }) => `${file} imports ${of}`);
  expect(forbidden).toEqual([]);
});

test('no file climbs folders to import another', () => {
  expect(imports.filter(({ of }) => of.startsWith('../')).map(({ file, of }) => `${file} imports ${of}`)).toEqual([]);
});

/** Reads what the API answers, for the page and the terminal alike. */
const READS_ANSWERS = '#monitor/instances/moments.ts';

test.each(['cli', 'testing'])('the room "%s" knows of the monitor only what its API answers', (room) => {
  const beyond = imports.filter(({ file, of }) => roomOf(file) === room && /^#monitor\//.test(of));
  expect(
    beyond.filter(({ of, typeOnly }) => (!typeOnly || of !== '#monitor/api-types.ts') && of !== READS_ANSWERS),
  ).toEqual([]);
});

test('contracts load no AWS client and no CDK', () => {
  const packages = new Set(
    imports.filter(({ file, of }) => roomOf(file) === 'contracts' && !/^[#.]/.test(of)).map(({ of }) => of),
  );
  expect([...packages]).toEqual(['zod']);
});
