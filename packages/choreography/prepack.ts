// Makes all that the package runs once it is installed, before npm packs it: dist/ with compiled modules, their types and
// source maps, plain JavaScript as it is, and the monitor's page in one file.

import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { makePage } from '#constructs/bundle/make-page.ts';
import { writeWhole } from '#constructs/bundle/write-whole.mjs';
import { projectRoot } from '#constructs/project-root.ts';

const folder = import.meta.dirname;
const src = join(folder, 'src');
const dist = join(folder, 'dist');

rmSync(dist, { recursive: true, force: true });
const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
const { bin } = JSON.parse(readFileSync(typescript, 'utf8'));
execFileSync(process.execPath, [resolve(dirname(typescript), bin.tsc), '-p', join(folder, 'tsconfig.build.json')], {
  stdio: ['ignore', 2, 2],
});
for (const path of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
  if (/\.d\.mts$|\.mjs$/.test(path)) cpSync(join(src, path), join(dist, path));
}
const { html, packages } = makePage(join(src, 'monitor/page'));
writeWhole(join(dist, 'monitor/page.html'), html);
// What the page has of others comes with their licences, which its one file has no room for.
const licences = packages.map(
  (path) =>
    `${path.replace(/^.*node_modules\//, '')}\n\n${readFileSync(resolve(projectRoot, path, 'LICENSE'), 'utf8')}`,
);
writeWhole(join(dist, 'monitor/page.licences.txt'), licences.join('\n\n'));
cpSync(join(folder, '../../LICENSE'), join(folder, 'LICENSE'));
