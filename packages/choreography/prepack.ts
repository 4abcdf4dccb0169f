// Makes all that the package runs once it is installed, before npm packs it: dist/ with compiled modules, their types and
// source maps, plain JavaScript as it is, and the monitor's page in one file.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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
removeUnreachableTypes();
const { html, packages } = makePage(join(src, 'monitor/page'));
writeWhole(join(dist, 'monitor/page.html'), html);
// What the page has of others comes with their licences, which its one file has no room for.
const licences = packages.map(
  (path) =>
    `${path.replace(/^.*node_modules\//, '')}\n\n${readFileSync(resolve(projectRoot, path, 'LICENSE'), 'utf8')}`,
);
writeWhole(join(dist, 'monitor/page.licences.txt'), licences.join('\n\n'));
cpSync(join(folder, '../../LICENSE'), join(folder, 'LICENSE'));

/** Removes the declarations that none of the package's exports leads to: nobody can import them. */
function removeUnreachableTypes(): void {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file) || !existsSync(file)) return;
    reached.add(file);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/(?:from |import\(|import )["']([#.][^"']+)["']/g))
      visit(declarationOf(name, file));
  };
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const { types } of Object.values<{ types?: string }>(exports)) if (types) visit(join(folder, types));
  for (const path of readdirSync(dist, { recursive: true, encoding: 'utf8' }))
    if (/\.d\.m?ts$/.test(path) && !reached.has(join(dist, path))) rmSync(join(dist, path));
}

/** The declarations of what a file imports by a name. */
function declarationOf(name: string, from: string): string {
  const path = name.startsWith('#') ? join(dist, name.slice(1)) : resolve(dirname(from), name);
  return path.replace(/\.(m?)[jt]s$/, '.d.$1ts');
}
