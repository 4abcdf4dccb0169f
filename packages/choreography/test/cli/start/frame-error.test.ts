import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { frameErrors } from '#cli/start/frame-error.ts';
import { projectRoot } from '#constructs/project-root.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'frames-')));
afterAll(() => rmSync(folder, { recursive: true }));

/** What Node.js writes to stderr about a program. */
function stderrOf(program: string): string {
  const file = join(folder, 'synth.mjs');
  writeFileSync(file, program);
  return spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' }).stderr;
}

/** What is written when esbuild cannot bundle a file, as a synth does it. */
const bundling = (code: string) => {
  writeFileSync(join(folder, 'job.ts'), code);
  const esbuild = JSON.stringify(join(projectRoot, 'node_modules/esbuild/lib/main.js'));
  const options = JSON.stringify({ absWorkingDir: folder, entryPoints: ['job.ts'], bundle: true, write: false });
  return stderrOf(`import esbuild from ${esbuild}; esbuild.buildSync({ ...${options}, logLevel: 'warning' });`);
};

describe('An error is one frame, with no stack', () => {
  it('when the bundler finds it', () => {
    expect(frameErrors(bundling('const fine = 1;\nconst sku = ;\n'))).toBe(
      ['┌ job.ts:2:13', '│ const sku = ;', '│             ^', '└ Unexpected ";"'].join('\n'),
    );
  });

  it('when the bundler finds several, each', () => {
    const imports = Array.from({ length: 5 }, (_, at) => `import './nowhere-${at}.ts';`);
    const framed = frameErrors(bundling(imports.join('\n'))) ?? '';
    expect(framed.match(/^└ Could not resolve ".\/nowhere-\d.ts"$/gm)).toHaveLength(3);
    expect(framed.split('\n').at(-1)).toBe('… and 2 more.');
  });

  it('when the program throws it', () => {
    expect(frameErrors(stderrOf("const fine = 1;\nthrow new Error('This stack has no bus.');\n"))).toBe(
      [
        `┌ ${join(folder, 'synth.mjs')}:2:7`,
        "│ throw new Error('This stack has no bus.');",
        '│       ^',
        '└ Error: This stack has no bus.',
      ].join('\n'),
    );
  });

  it('when Node.js throws it for the program: at the line that called Node.js', () => {
    const framed = frameErrors(stderrOf("import { readFileSync } from 'node:fs';\nreadFileSync('/nowhere');\n"));
    expect(framed).toMatch(/^┌ .*synth\.mjs:2:1\n└ Error: ENOENT: no such file or directory, open '\/nowhere'$/);
  });

  it('but not when it has no place', () => {
    expect(frameErrors('The stage "My Stage" cannot be used.\n')).toBeUndefined();
    expect(frameErrors('')).toBeUndefined();
  });
});
