import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';

/** The folder of the project that is synthesized: the nearest one with a `cdk.json`, from the working folder upwards. */
export const projectRoot = folderWith('cdk.json');

/** A file of this package by its path without ending: its source inside the workspace, else what it was compiled to. */
export function packageFile(path: string): string {
  const folder = dirname(createRequire(resolve(projectRoot, 'package.json')).resolve('choreography/package.json'));
  const source = resolve(folder, `src/${path}.ts`);
  return existsSync(source) ? source : resolve(folder, `dist/${path}.js`);
}

/** Under which a bundler finds the modules of this package, as this one was found. */
export const conditions: readonly string[] = packageFile('constructs/project-root').endsWith('.ts')
  ? ['@choreography/source', 'module']
  : ['module'];

/** The nearest folder that holds a file. Throws a sentence where there is none. */
export function folderWith(file: string): string {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(resolve(folder, file))) return folder;
    if (folder === dirname(folder))
      throw new Error(`No folder from ${process.cwd()} upwards has a ${file}: call this in a CDK project.`);
  }
}
