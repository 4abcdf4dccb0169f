import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quoted } from '#cli/aws/command-line.ts';
import { paintFor } from '#cli/program/paint.ts';
import { type Change, writeChanges } from '#scaffold/change.ts';
import { kebabCase } from '#scaffold/names.ts';
import { templateFiles } from '#scaffold/template-files.ts';
import { inWords } from '#scaffold/template-words.ts';
import { InputError } from '#template/input-error.ts';
import { askWords } from './ask-words.ts';
import { renderChanges } from './render-changes.ts';

export interface NewOptions {
  /** Takes the default of every name that is not given. */
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly bus?: string;
  readonly participants?: string;
  readonly instance?: string;
  readonly instances?: string;
  readonly events?: string;
  readonly jobs?: string;
  /** Where npm finds this package. */
  readonly choreography?: string;
}

/** `choreography new DIR`: a small choreography of one's own, that runs. Asks for the names that are not given. */
export async function newChoreography(folder: string, options: NewOptions): Promise<void> {
  const path = resolve(folder);
  assertEmpty(folder, path);
  const words = await askWords(kebabCase(basename(path)).replace(/^[^a-z]+|-$/g, ''), options);
  const changes = withVersion(templateFiles(inWords(words)), options.choreography ?? ownVersion());
  assertDistinct(changes);
  if (options.dryRun) {
    console.log(renderChanges(changes, paintFor(process.stdout)));
    return;
  }
  writeChanges(path, changes);
  console.log(
    [
      ...changes.map((change) => `  ${relative(process.cwd(), resolve(path, change.path))}`),
      '',
      `${changes.length} files. Now:`,
      '',
      ...(relative(process.cwd(), path) ? [`  cd ${quoted(relative(process.cwd(), path))}`] : []),
      '  npm install',
      '  npm start    # runs it on this machine',
      '  npm test',
    ].join('\n'),
  );
}

function assertEmpty(folder: string, path: string): void {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) throw new InputError(`"${folder}" is a file: give the name of a new folder.`);
  if (readdirSync(path).some((name) => name !== '.git')) {
    throw new InputError(`The folder "${folder}" is not empty: give the name of a new one. Nothing was written.`);
  }
}

/** Names that differ may make the same path. */
function assertDistinct(changes: readonly Change[]): void {
  const paths = changes.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice) throw new InputError(`These names cannot be used together: two files would be called "${twice}".`);
}

const ownVersion = (): string =>
  JSON.parse(readFileSync(fileURLToPath(new URL('../../../package.json', import.meta.url)), 'utf8')).version;

const withVersion = (changes: ReturnType<typeof templateFiles>, version: string) =>
  changes.map((change) =>
    change.path === 'package.json'
      ? {
          ...change,
          after: change.after?.replace(/("choreography": )"[^"]*"/, (_, key) => key + JSON.stringify(version)),
        }
      : change,
  );
