import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '#template/input-error.ts';
import { readProjectSettings, type Settings } from './settings.ts';

/** Where the templates of a project are. */
export interface ProjectTemplates {
  /** What writes them; undefined when they are there. */
  readonly synth: Settings['synth'] | undefined;
  readonly path: string;
}

/**
 * Finds the templates of the project in a folder: what `synth` of its choreography.json writes, or else the `app` of its cdk.json;
 * without these the template that SAM takes, or else all that are there. `settings` is the choreography.json that is read.
 */
export function projectTemplates(folder = '.', settings = join(folder, 'choreography.json')): ProjectTemplates {
  const { synth } = readProjectSettings(settings);
  const cdkOut = join(folder, 'cdk.out');
  if (synth) return { synth, path: cdkOut };
  const { app, context } = readCdkJson(folder);
  if (app !== undefined && isFolder(join(folder, app))) return { synth: undefined, path: join(folder, app) };
  if (app !== undefined) return { synth: synthByApp(app, folder, context), path: cdkOut };
  // The names and their order are those of "sam build --template-file" (SAM developer guide: "sam build").
  const sam = ['template.yml', 'template.yaml', 'template.json'].find((name) => existsSync(join(folder, name)));
  return { synth: undefined, path: sam === undefined ? folder : join(folder, sam) };
}

/** The nearest folder above templates with a choreography.json; undefined if there is none. */
export function projectAbove(templates: string): string | undefined {
  for (let folder = resolve(templates); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'choreography.json'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Runs the app as the CDK CLI does: with the folder to write to and the context in its environment. */
function synthByApp(app: string, folder: string, context: object): Settings['synth'] {
  return {
    command: process.platform === 'win32' ? ['cmd', '/d', '/s', '/c', app] : ['sh', '-c', app],
    environment: {
      CDK_OUTDIR: resolve(folder, 'cdk.out'),
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...readJson(join(folder, 'cdk.context.json')) }),
    },
    watch: [],
  };
}

/** The `app` and the context of a CDK project; without a cdk.json there is no app. */
function readCdkJson(folder: string): { app: string | undefined; context: object } {
  const file = join(folder, 'cdk.json');
  const { app, context } = readJson(file);
  if (existsSync(file) && typeof app !== 'string')
    throw new InputError(
      `${file} names no "app" that writes the templates: add it, or name the folder or file with the templates.`,
    );
  return { app: app as string | undefined, context: Object(context) };
}

function readJson(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {};
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new InputError(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
