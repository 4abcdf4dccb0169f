import { cpSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installed, nodeBinary } from '../oracles/lambda-ric/packages.ts';
import { Stranger } from './installed.ts';

const NODES = ['20.20.2', '22.23.3', '24.21.0'];

/** How much larger a bundle may be, since npm installs later patches of the AWS SDK's own packages than the workspace's lock file has. */
const BY_PATCHES = 0.01;

const workspace = resolve(import.meta.dirname, '../../../..');
const stranger = new Stranger();
const unpacked = join(stranger.folder, 'node_modules/choreography');
const manifest = () => JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));

beforeAll(() => stranger.npm('.', 'install', stranger.tarball));

afterAll(() => stranger.remove());

describe('The tarball', () => {
  test('is under 3 MB', () => {
    expect(statSync(stranger.tarball).size).toBeLessThan(3_000_000);
  });

  test('holds only what runs, with types and source maps', () => {
    const files = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter((file) =>
      statSync(join(unpacked, file)).isFile(),
    );
    expect(files.filter((file) => !/^(bin|dist|scaffold)\//.test(file)).sort()).toEqual([
      'LICENSE',
      'README.md',
      'choreography.schema.json',
      'package.json',
    ]);
    const compiled = files.filter((file) => file.startsWith('dist/'));
    expect(compiled.filter((file) => !/\.(js|js\.map|d\.ts|mjs|d\.mts)$/.test(file))).toEqual([
      'dist/monitor/page.html',
      // Of what is bundled into the page.
      'dist/monitor/page.licences.txt',
    ]);
    for (const file of compiled.filter((path) => /^dist\/[^/]+\/index\.js$/.test(path)))
      expect(compiled).toEqual(expect.arrayContaining([`${file}.map`, file.replace(/\.js$/, '.d.ts')]));
  });

  test('depends on each package that its code loads, on no compiler, and on no path to its sources', () => {
    const { dependencies, peerDependencies, exports } = manifest();
    expect(
      [...loaded(join(unpacked, 'dist'))].filter((name) => !dependencies[name] && !peerDependencies[name]),
    ).toEqual([]);
    expect(Object.keys(dependencies).filter((name) => /^(tsx|typescript|preact|vite|vitest)$/.test(name))).toEqual([]);
    expect(Object.keys(exports)).not.toContain('./src/*');
  });

  test('has types that moduleResolution node16 and bundler find', async () => {
    const attw = join(installed('@arethetypeswrong/cli', '0.18.5'), 'dist/index.js');
    const { code, stdout } = await stranger.run('.', 'node', [attw, stranger.tarball, '--profile', 'esm-only']);
    expect(stdout).toContain('choreography/constructs');
    expect(code, stdout).toBe(0);
  });
});

describe('Without what is optional', () => {
  beforeAll(async () => {
    const { code, stderr } = await stranger.choreography('.', ['new', 'bare', '--yes']);
    expect(code, stderr).toBe(0);
  });

  test('nothing of it is installed', () => {
    const packages = readdirSync(join(stranger.folder, 'node_modules'));
    expect(packages.filter((name) => /^(aws-cdk-lib|constructs|vitest|fast-check|tsx)$/.test(name))).toEqual([]);
  });

  test('each command explains itself by --help', async () => {
    const listed = await stranger.choreography('.', ['--help']);
    const names = [...listed.stdout.slice(listed.stdout.indexOf('Commands:')).matchAll(/^ {2}([a-z-]+)/gm)].map(
      ([, name = '']) => name,
    );
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      const { code, stdout, stderr } = await stranger.choreography('.', [name, '--help']);
      expect({ name, code, stderr }).toEqual({ name, code: 0, stderr: '' });
      expect(stdout).toMatch(name === 'help' ? /^Usage: choreography/ : new RegExp(`^Usage: choreography ${name}\\b`));
    }
  });

  test('the command line shows its commands', async () => {
    const { stdout, code } = await stranger.run('.', 'npx', ['--no', '--', 'choreography', '--help']);
    expect(stdout.match(/^ {2}[a-z-]+/gm)?.map((name) => name.trim())).toEqual(
      expect.arrayContaining([
        'start',
        'trace',
        'dead-letters',
        'redrive',
        'replay',
        'map',
        'check',
        'diff',
        'new',
        'add',
      ]),
    );
    expect(code).toBe(0);
  });

  test('templates that are there are drawn', async () => {
    writeFileSync(
      join(stranger.folder, 'one.json'),
      JSON.stringify({ Resources: { Orders: { Type: 'AWS::Events::EventBus', Properties: { Name: 'loans' } } } }),
    );
    const { stderr, code } = await stranger.choreography('.', ['map', 'one.json']);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  test('stacks say what to install, in a sentence', async () => {
    const { code, stderr } = await stranger.choreography('bare', ['map']);
    expect(stderr).toBe(
      'The synth command "choreography synth" failed (exit code 1):\n' +
        'The stacks need aws-cdk-lib and constructs, which are not installed: run "npm install aws-cdk-lib constructs".\n',
    );
    expect(code).toBe(1);
  });

  test.each([
    ['constructs', 'choreography/constructs needs aws-cdk-lib, which is not installed: run "npm install aws-cdk-lib".'],
    [
      'testing',
      /choreography\/testing needs (vitest|fast-check), which is not installed: run "npm install --save-dev \1"\./,
    ],
  ])('choreography/%s says what to install, without a stack', async (room, sentence) => {
    const { code, stderr } = await stranger.run('bare', 'node', [
      ...['--input-type', 'module', '--eval', `import 'choreography/${room}'`],
    ]);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(1);
  });
});

describe('A choreography that the installed package makes', () => {
  beforeAll(async () => {
    const words = ['new', 'cafe', '--yes', '--choreography', `file:${stranger.tarball}`];
    const { code, stderr } = await stranger.choreography('.', words);
    expect(code, stderr).toBe(0);
    await stranger.npm('cafe', 'install', '--prefer-offline');
  });

  test.each([
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ])('compiles with moduleResolution %s', async (moduleResolution, module) => {
    const words = ['--moduleResolution', moduleResolution, '--module', module];
    const { stdout, code } = await stranger.run('cafe', 'npx', ['--no', '--', 'tsc', ...words]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 0 });
  });

  describe.each(NODES)('on Node.js %s', (version) => {
    const node = version === process.versions.node ? process.execPath : nodeBinary(version);

    test('passes its tests', async () => {
      const { code, stdout, stderr } = await stranger.run('cafe', 'npm', ['test'], node);
      expect(code, stdout + stderr).toBe(0);
      expect(stdout).toMatch(/Test Files +1 passed/);
    });

    test('runs until its sample is done', async () => {
      const { code, stdout, stderr } = await stranger.choreography('cafe', ['start', '--once', '--port', '0'], node);
      expect(stdout + stderr).toMatch(/✓ solved +RepairCaseSolved/);
      expect(code).toBe(0);
    });

    test('is drawn, checked and compared', async () => {
      const map = await stranger.choreography('cafe', ['map', 'cdk.out'], node);
      expect(map.stdout).toMatch(/says +RepairCaseOpened +→ tool-room, monitor/);
      const check = await stranger.choreography('cafe', ['check'], node);
      expect(check.stdout, check.stderr).toContain('Nothing found');
      const before = join(stranger.folder, 'before');
      const kept = join(stranger.folder, 'kept');
      cpSync(join(stranger.folder, 'cafe/cdk.out'), before, { recursive: true });
      const files = ['functions', 'infra', 'events', 'choreography.json', 'test'];
      for (const path of files) cpSync(join(stranger.folder, 'cafe', path), join(kept, path), { recursive: true });
      const added = await stranger.choreography(
        'cafe',
        ['add', 'job', 'front-desk/thank-visitor', '--on', 'RepairCaseSolved', '--yes'],
        node,
      );
      expect(added.code, added.stderr).toBe(0);
      const diff = await stranger.choreography('cafe', ['diff', before], node);
      expect(diff.stdout, diff.stderr).toContain('thank-visitor');
      for (const path of files) {
        rmSync(join(stranger.folder, 'cafe', path), { recursive: true });
        cpSync(join(kept, path), join(stranger.folder, 'cafe', path), { recursive: true });
      }
      rmSync(before, { recursive: true });
    });
  });

  test('has bundles and a page no larger than from the sources in the workspace', async () => {
    cpSync(join(stranger.folder, 'cafe'), join(stranger.folder, 'from-sources'), {
      recursive: true,
      filter: (path) => !/(^|\/)(node_modules|build|cdk\.out)$/.test(path),
    });
    symlinkSync(join(workspace, 'node_modules'), join(stranger.folder, 'from-sources/node_modules'));
    for (const project of ['cafe', 'from-sources']) {
      rmSync(join(stranger.folder, project, 'build'), { recursive: true, force: true });
      const { code, stderr } = await stranger.choreography(project, ['synth']);
      expect(code, stderr).toBe(0);
    }
    const sizes = Object.entries(bundles('cafe'));
    expect(sizes.length).toBeGreaterThan(6);
    const larger = sizes.filter(([path, size]) => size > (bundles('from-sources')[path] ?? 0) * (1 + BY_PATCHES));
    expect(larger).toEqual([]);
  });
});

/** Sizes in bytes by the path of each bundle, and of the page. */
function bundles(project: string): Record<string, number> {
  const folder = join(stranger.folder, project, 'build/functions');
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\/(index\.js|page\.html)$/.test(path))
      .map((path) => [path, statSync(join(folder, path)).size]),
  );
}

/** The packages that compiled modules load, by import or by `require`. */
function loaded(folder: string): Set<string> {
  const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.m?js$/.test(path));
  const specifiers = modules.flatMap((path) =>
    [
      ...readFileSync(join(folder, path), 'utf8').matchAll(
        /^(?:import|export)\b[^;]*?from '([^'.#$][^']*)'|\b(?:import|require)\('([^'.#$][^']*)'\)/gm,
      ),
    ].map(([, imported, required]) => imported ?? required ?? ''),
  );
  const names = specifiers.map((specifier) => specifier.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? '');
  return new Set(
    names.filter((name) => !name.startsWith('node:') && !builtinModules.includes(name) && name !== 'choreography'),
  );
}
