import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';

const PACKAGE = join(import.meta.dirname, '..');
const SRC = join(PACKAGE, 'src');
const REPOSITORY = join(PACKAGE, '../..');

/** Files under 15 lines with one importer: each is one of a family of files, of which others are longer. */
const SMALL_FILES = [
  'cli/diff/commit-of.ts',
  'contracts/personal.ts',
  'local/dynamodb/expressions/parse-projection.ts',
  'local/events/schedule/at.ts',
  'local/lambda/environment/working-time.mjs',
  'local/lambda/role-trust.ts',
  'monitor/endpoints/map.ts',
  'pattern/conditions/exists.ts',
  'scaffold/project/open-plan.ts',
  'template/sam/events/event-bridge-rule.ts',
  'template/sam/events/schedule.ts',
];

/** Loaded by a path that is put together, by Node.js as loader hooks, or by the package's name. */
const LOADED_OTHERWISE = [
  'cli/start/spawn-synth.mjs beginSynthesis',
  'constructs/bundle/rebundle.ts rebundle',
  'constructs/synth.mjs runApp',
  'local/lambda/environment/node-runtime/run-since-24.mjs run',
  'local/lambda/environment/node-runtime/run-up-to-22.mjs run',
  'local/lambda/environment/node-runtime/runtime-sdk.mjs initialize',
  'local/lambda/environment/node-runtime/runtime-sdk.mjs resolve',
  'scaffold/project/facts-of.ts factsOf',
];

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const codeIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:tsx?|mjs)$/.test(file) && !/(?:^|\/)(?:node_modules|build|cdk\.out)\//.test(file))
    .map((file) => ({ path: join(folder, file), text: readFileSync(join(folder, file), 'utf8') }));

const files = codeIn(SRC).map(({ path, text }) => ({ path, text, name: relative(SRC, path) }));

test('no function has more than 70 lines', () => {
  const long = files.flatMap(({ name, path, text }) => {
    if (text.split('\n').length <= 70) return [];
    const lengths = nodesOf(parseSync(path, text).program)
      .filter(({ type }) => /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type))
      .map(({ start, end }) => text.slice(start, end).split('\n').length);
    const longest = Math.max(0, ...lengths);
    return longest > 70 ? [`${name}: ${longest} lines`] : [];
  });
  expect(long).toEqual([]);
});

test('no folder has more than 20 files and folders', () => {
  const folders = [...new Set(files.map(({ name }) => dirname(name)))];
  const large = folders
    .map((folder) => ({ folder, siblings: readdirSync(join(SRC, folder)).length }))
    .filter(({ siblings }) => siblings > 20);
  expect(large).toEqual([]);
});

test('no file under 15 lines serves one neighbour', () => {
  const small = files
    .filter(({ name, text }) => text.trimEnd().split('\n').length < 15 && !name.endsWith('/index.ts'))
    .filter(({ name }) => files.filter((file) => importsOf(file).some(({ of }) => of === name)).length === 1)
    .map(({ name }) => name);
  expect(small.sort()).toEqual(SMALL_FILES);
});

/** Types may be exported for what is exported and made of them; functions, classes and constants for those who import them. */
test('everything that is exported is imported somewhere', () => {
  const others = [join(PACKAGE, 'test'), join(PACKAGE, 'bin'), join(REPOSITORY, 'test'), join(REPOSITORY, 'bench')]
    .flatMap(codeIn)
    .map(({ path, text }) => ({ path, text, name: relative(SRC, path) }));
  const imported = new Set(
    [...files, ...others].flatMap((file) =>
      importsOf(file).flatMap(({ of, names }) => names.map((name) => `${of} ${name}`)),
    ),
  );
  const dead = files
    .flatMap(({ name, text }) => exportsOf(text).map((exported) => ({ name, exported })))
    .filter(({ name, exported }) => !imported.has(`${name} ${exported}`) && !imported.has(`${name} *`))
    .map(({ name, exported }) => `${name} ${exported}`);
  expect(dead.sort()).toEqual(LOADED_OTHERWISE);
});

test('no test of the package imports anything of the shop', () => {
  const outside = codeIn(join(PACKAGE, 'test')).flatMap(({ path, text }) =>
    [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)]
      .map(([, module = '']) => relative(PACKAGE, join(dirname(path), module)))
      .filter((module) => /^\.\.\/\.\.\/(events|functions|infra|test)\//.test(module))
      .map((module) => `${relative(PACKAGE, path)} ${module}`),
  );
  expect(outside).toEqual([]);
});

const exportsOf = (text: string): string[] =>
  [...text.matchAll(/^export (?:abstract |async )*(?:const|let|function\*?|class) (\w+)/gm)].map(
    ([, name = '']) => name,
  );

/** The modules that a file imports, by their paths from `src`, with the names that it takes of each: `*` for all of them. */
function importsOf({ name, text }: { name: string; text: string }): { of: string; names: string[] }[] {
  const clauses =
    /(?:import|export)\s*(?:type\s+)?(?:(\*)[^;{}]*?|\{([^}]*)\}\s*)?(?:from\s*)?\(?\s*'((?:#|\.{1,2}\/)[^']+)'/g;
  return [...text.matchAll(clauses)].map(([clause, all, some = '', module = '']) => ({
    of: module.startsWith('#') ? module.slice(1) : normalize(join(dirname(name), module)).replace(/^\.\.\/src\//, ''),
    names:
      all || /^import\s*\(/.test(clause)
        ? ['*']
        : some.split(',').map((each) =>
            each
              .trim()
              .replace(/^type /, '')
              .replace(/ as .*/s, ''),
          ),
  }));
}

/** A node of the syntax tree with all below it. */
function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(nodesOf);
  return 'type' in value && 'start' in value ? [value as Node, ...below] : below;
}
