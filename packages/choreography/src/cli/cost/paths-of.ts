import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type GivenSettings, givenSettings } from '#cli/project/settings.ts';
import type { Entry, ProcessPath } from '#cost/measure/process-path.ts';
import type { Process } from '#graph/graph.ts';
import { graphOf } from '#graph/graph-of.ts';
import { InputError } from '#template/input-error.ts';
import type { NamedTemplate } from '#template/template.ts';

export interface PathOptions {
  readonly entries?: string;
  readonly key?: string;
}

/** The paths that are counted, and the bus that their entries are put on if it is not the one that they name. */
interface CountedPaths {
  readonly paths: readonly ProcessPath[];
  readonly bus: string | undefined;
}

/**
 * Finds what is put for an instance: the entries of a file, or else the paths of a project's choreography.json, or else its sample.
 * Throws an InputError if there is nothing, a file cannot be read, or no entry starts a process of the templates.
 */
export function pathsOf(
  project: string | undefined,
  stacks: readonly NamedTemplate[],
  { entries, key }: PathOptions,
): CountedPaths {
  if (key !== undefined && entries === undefined)
    throw new InputError('--key goes with --entries: it is the text in them by which instances differ.');
  if (entries !== undefined) return { paths: [pathOfFile(entries, key, stacks)], bus: undefined };
  const file = project === undefined ? undefined : join(project, 'choreography.json');
  const settings = file !== undefined && existsSync(file) ? givenSettings({}, file) : undefined;
  if (settings?.cost) return { paths: pathsOfSettings(settings.cost.paths, project ?? '.'), bus: settings.sample?.bus };
  if (settings?.sample) return { paths: pathsOfSample(settings.sample, project ?? '.'), bus: settings.sample.bus };
  throw new InputError(
    'Nothing says what an instance begins with: give its events with --entries FILE, as entries of PutEvents, or paths under "cost" in choreography.json.',
  );
}

function pathOfFile(file: string, given: string | undefined, stacks: readonly NamedTemplate[]): ProcessPath {
  const entries = entriesIn(file);
  const { processes } = graphOf(stacks);
  const key = given ?? keyIn(entries, processes);
  if (processes.length > 0 && !entries.some((entry) => processes.some((process) => starts(process, entry)))) {
    const starting = processes.map(({ starts: { source, type } }) => `${source} ${type}`);
    throw new InputError(
      `No entry of "${file}" starts a process: an instance begins with ${[...new Set(starting)].join(' or ')}.`,
    );
  }
  if (given !== undefined && !entries.some(({ Detail }) => JSON.stringify(JSON.parse(Detail)).includes(`"${given}"`)))
    throw new InputError(`No entry of "${file}" has the text "${given}" in its Detail: --key is one that it has.`);
  return {
    ...{ name: basename(file, '.json'), share: 1, given: [], entries, key, function: undefined },
  };
}

const starts = ({ starts: { source, type } }: Process, { Source, DetailType }: Entry): boolean =>
  Source === source && DetailType === type;

/** The key of the instance that the entries start; undefined if no process with a key starts with one of them. */
function keyIn(entries: readonly Entry[], processes: readonly Process[]): string | undefined {
  for (const entry of entries)
    for (const process of processes) {
      if (!starts(process, entry) || process.key === undefined) continue;
      const { data } = JSON.parse(entry.Detail) as { data?: unknown };
      const found = process.key.split('.').reduce<unknown>((value, field) => Object(value)[field], data);
      if (typeof found === 'string') return found;
    }
  return undefined;
}

type SettingsPaths = NonNullable<GivenSettings['cost']>['paths'];

const pathsOfSettings = (paths: SettingsPaths, folder: string): ProcessPath[] =>
  paths.map(({ name, share, given, entries, key, varies, function: asked }) => ({
    ...{ name, share, key, varies, function: asked },
    given: given.flatMap((file) => entriesIn(join(folder, file))),
    entries: entries.flatMap((file) => entriesIn(join(folder, file))),
  }));

/** The sample, and what comes next to it, are a path each; what is not of their instances is put before. */
function pathsOfSample({ entries, key, next }: NonNullable<GivenSettings['sample']>, folder: string): ProcessPath[] {
  const of = (files: readonly string[], ownKey: string): ProcessPath => {
    const all = files.flatMap((file) => entriesIn(join(folder, file)));
    const isOwn = ({ Detail }: Entry) => JSON.stringify(JSON.parse(Detail)).includes(`"${ownKey}"`);
    const name = basename(files.at(-1) ?? '', '.json');
    const given = all.filter((entry) => !isOwn(entry));
    return { ...{ name, share: 1, given, entries: all.filter(isOwn), key: ownKey, function: undefined } };
  };
  return [of(entries, key), ...(next ? [of([next.entries], next.key)] : [])];
}

function entriesIn(file: string): Entry[] {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(`"${file}" is no file of PutEvents entries: ${(error as Error).message}.`);
  }
  const isEntry = (value: unknown): value is Entry => {
    const { Source, DetailType, Detail } = Object(value) as Partial<Record<keyof Entry, unknown>>;
    return [Source, DetailType, Detail].every((field) => typeof field === 'string') && isObject(Detail as string);
  };
  if (Array.isArray(read) && read.length > 0 && read.every(isEntry)) return read;
  throw new InputError(
    `"${file}" is no file of PutEvents entries: each has the strings Source, DetailType and Detail, and Detail is the JSON of an object.`,
  );
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
