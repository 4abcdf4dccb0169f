import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { collectProblems, type OnProblem, type ReadOptions } from './collect-problems.ts';
import { isFile } from './document/is-file.ts';
import { readText } from './document/read-text.ts';
import { InputError } from './input-error.ts';
import { localCode } from './local-code.ts';
import { nestedStacks } from './nested-stacks.ts';
import { parseTemplate } from './parse-template.ts';
import { prepareTemplate } from './prepare-template.ts';
import { readCdkOut } from './read-cdk-out.ts';
import type { Stack } from './template.ts';
import {
  isTerraform,
  isTerraformCode,
  readTerraform,
  refuseTerraformCode,
  refuseToRunTerraform,
} from './terraform/read-terraform.ts';

const ENDING = /(\.template)?\.(json|ya?ml|template)$/;
/** Where `sam build` puts the template with the code that it built. */
const SAM_BUILD = join('.aws-sam', 'build');
/** Where a project's own templates never are. */
const PASSED_OVER = /^(\.|node_modules$|cdk\.out$)/;

/**
 * Reads several templates as one system. Each path is a CDK assembly (or a project with one in `cdk.out`), a project
 * that `sam build` has built, a template file in JSON or YAML, a Terraform plan or state in JSON, or a folder with such files and projects,
 * at any depth.
 * SAM is translated. A template goes by its stack's name, else by its file's name, else (`template.yaml`) by its folder's.
 * Throws an InputError for the first template that cannot be used, unless `onProblem` takes it, and when there is none at all.
 */
export function readTemplates(
  paths: readonly string[],
  onProblem?: OnProblem,
  more: Omit<ReadOptions, 'onProblem'> = {},
): Stack[] {
  const options = { ...more, onProblem };
  const stacks = paths.flatMap((path) => collectProblems(onProblem, () => readPath(path, options)));
  if (stacks.length === 0)
    throw new InputError(`No template can be read in ${paths.map((path) => `"${path}"`).join(', ')}.`);
  return withNamesOfTheirOwn(stacks);
}

function readPath(path: string, options: ReadOptions): Stack[] {
  const { onProblem } = options;
  if (!existsSync(path)) throw new InputError(`There is no file or folder "${path}".`);
  if (!statSync(path).isDirectory()) return readFile(path, options);
  const built = builtBySam(path);
  if (built) return readFile(built, options);
  const assembly = [path, join(path, 'cdk.out')].find((folder) => existsSync(join(folder, 'manifest.json')));
  if (assembly) {
    return readCdkOut(assembly, { nested: true, ...options }).flatMap((stack) =>
      collectProblems(onProblem, () => [{ ...stack, template: prepareTemplate(stack.name, stack.template, options) }]),
    );
  }
  const { found, stacks } = readFolder(path, options);
  if (found === 0) {
    if (entriesOf(path).some(({ name }) => isTerraformCode(name))) refuseTerraformCode(path);
    throw new InputError(
      `There is no template in "${path}": no CDK assembly, no JSON or YAML file with Resources, and no plan or state that "terraform show -json" wrote.`,
    );
  }
  // A template that another one makes a nested stack of is no stack by itself.
  const nested = new Set(stacks.flatMap(({ nestedIn, file }) => (nestedIn ? [file] : [])));
  const isCode = codeOf(stacks);
  return withoutOrphans(stacks.filter(({ nestedIn, file }) => nestedIn || !(nested.has(file) || isCode(file))));
}

/** Stacks without those that are nested in none of them. */
function withoutOrphans(stacks: readonly Stack[]): Stack[] {
  const names = new Set(stacks.map(({ name }) => name));
  const left = stacks.filter(({ nestedIn }) => !nestedIn || names.has(nestedIn.template));
  return left.length === stacks.length ? left : withoutOrphans(left);
}

/** The template that `sam build` wrote for a project. */
const builtBySam = (project: string): string | undefined =>
  [join(project, SAM_BUILD, 'template.yaml')].find((file) => existsSync(file));

/** What `sam build` or `cdk synth` wrote for a project; undefined if it is not built. */
const builtOf = (project: string): string | undefined =>
  builtBySam(project) ?? [join(project, 'cdk.out')].find((folder) => existsSync(join(folder, 'manifest.json')));

/** Whether a file is part of a function's code, such as a copy of the template that `sam build` makes with it. */
function codeOf(stacks: readonly Stack[]): (file: string | undefined) => boolean {
  const beside = stacks.flatMap(({ file: template = '', assets }) =>
    [...assets.values()]
      .filter((code) => code.startsWith(dirname(template) + sep))
      .map((code) => ({ template, folder: code + sep })),
  );
  return (file) => beside.some(({ template, folder }) => file?.startsWith(folder) && template !== file);
}

/** What is in the files of a folder that look like templates, and in the projects in it that are built, and how many those are. */
function readFolder(folder: string, options: ReadOptions): { found: number; stacks: Stack[] } {
  const { onProblem } = options;
  const stacks: Stack[] = [];
  let found = 0;
  for (const { path, isBuilt } of candidatesIn(folder, onProblem)) {
    // Each file is read once.
    const [text] = isBuilt ? [] : collectProblems(onProblem, () => [readText(path)]);
    if (!isBuilt && (text === undefined || !looksLikeTemplate(text))) continue;
    found++;
    const read = () => (text === undefined ? readPath(path, options) : readFile(path, options, text));
    stacks.push(...collectProblems(onProblem, read));
  }
  return { found, stacks };
}

const looksLikeTemplate = (text: string): boolean => /(^|[{,])\s*"?Resources"?\s*:/m.test(text) || isTerraform(text);

function readFile(file: string, options: ReadOptions, given?: string): Stack[] {
  if (isTerraformCode(file)) refuseTerraformCode(file);
  const text = given ?? readText(file);
  // A saved plan is a ZIP archive.
  if (text.startsWith('PK')) refuseTerraformCode(file);
  if (isTerraform(text)) {
    if (options.toRun) refuseToRunTerraform(file);
    return readTerraform(file, stackNameOf(file), text);
  }
  const template = prepareTemplate(file, parseTemplate(file, text, options), options);
  const stack: Stack = { name: stackNameOf(file), template, assets: localCode(file, template), file: resolve(file) };
  return [stack, ...nestedStacks(stack, options)];
}

/** Where a template may be: a file that is named as one, or what a project was built to. */
interface Candidate {
  readonly path: string;
  readonly isBuilt: boolean;
}

/**
 * The files in a folder that may be templates by their names, and the projects in it that are built, in the order of their names. Links
 * to folders are not followed.
 */
const candidatesIn = (folder: string, onProblem: OnProblem | undefined): Candidate[] =>
  collectProblems(onProblem, () => entriesOf(folder)).flatMap((entry): Candidate[] => {
    const path = join(folder, entry.name);
    if (PASSED_OVER.test(entry.name)) return [];
    if (entry.isDirectory()) {
      const built = builtOf(path);
      return built === undefined ? candidatesIn(path, onProblem) : [{ path: built, isBuilt: true }];
    }
    return ENDING.test(entry.name) && isFile(path) ? [{ path, isBuilt: false }] : [];
  });

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    throw new InputError(`The folder "${folder}" cannot be read: you may not, or it is gone.`);
  }
}

function stackNameOf(file: string): string {
  const name = basename(file).replace(ENDING, '');
  if (name !== 'template') return name;
  const folder = dirname(resolve(file));
  return basename(folder.endsWith(SAM_BUILD) ? resolve(folder, '../..') : folder);
}

/** If two templates have one name, the second gets a number. */
function withNamesOfTheirOwn(stacks: readonly Stack[]): Stack[] {
  const taken = new Map<string, number>();
  const renamed = new Map<string, string>();
  return stacks.map((stack) => {
    const count = taken.get(stack.name) ?? 0;
    taken.set(stack.name, count + 1);
    const name = count === 0 ? stack.name : `${stack.name}-${count + 1}`;
    renamed.set(stack.name, name);
    // Nested stacks follow the one that makes them.
    const { nestedIn } = stack;
    return {
      ...stack,
      name,
      ...(nestedIn && { nestedIn: { ...nestedIn, template: renamed.get(nestedIn.template) ?? nestedIn.template } }),
    };
  });
}
