import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { InputError } from '#template/input-error.ts';
import type { Draft } from './draft.ts';

/** Where something is declared: the constant that is exported, and its file. */
export interface Declared {
  readonly constant: string;
  readonly file: string;
}

export interface EventFacts extends Declared {
  readonly source: string;
  readonly type: string;
  readonly correlateBy: string;
  /** JSON Schema (draft 4) of its data. */
  readonly schema: Record<string, unknown>;
}

export interface JobFacts {
  /** JSON Schema (draft 4) of the data that it accepts. */
  readonly accepts: Record<string, unknown>;
  readonly oncePer?: string;
  /** The types of the events that it may say. */
  readonly emits: readonly string[];
}

export interface ParticipantFacts extends Declared {
  readonly name: string;
  readonly source: string;
  readonly jobs: Readonly<Record<string, JobFacts>>;
  /** Whether it follows processes. */
  readonly monitors: boolean;
}

export interface ProcessFacts extends Declared {
  readonly name: string;
  /** The type of its first event. */
  readonly starts: string;
  readonly key: string;
  readonly steps: readonly string[];
  /** The events that it waits for, by their types. */
  readonly events: readonly string[];
  /** What the monitor says of it. */
  readonly own: readonly { readonly source: string; readonly type: string }[];
}

/** What a project declares, as its own modules say it when they are loaded. */
export interface Project {
  readonly events: readonly EventFacts[];
  readonly participants: readonly ParticipantFacts[];
  readonly processes: readonly ProcessFacts[];
}

/**
 * Reads what the modules of a project declare, by loading them: those below `events` and `functions` that define an event, a participant
 * or a process. Throws an InputError where they cannot be loaded.
 */
export async function readProject(draft: Draft): Promise<Project> {
  if (!existsSync(resolve(draft.folder, 'cdk.json'))) {
    throw new InputError(
      'There is no cdk.json here: run this in the folder of a choreography, such as one that "choreography new" made.',
    );
  }
  const files = ['events', 'functions']
    .flatMap((folder) => draft.list(folder, '.ts'))
    .filter((path) => /\bdefine(Event|Participant|Monitor|Process)\(/.test(draft.text(path) ?? ''));
  const entry = [
    `import { factsOf } from ${JSON.stringify(FACTS)};`,
    ...files.map((path, index) => `import * as m${index} from ${JSON.stringify(`./${path}`)};`),
    `const modules = [${files.map((path, index) => `[${JSON.stringify(path)}, m${index}]`).join(', ')}];`,
    'export const project = factsOf(modules);',
  ].join('\n');
  try {
    const { outputFiles } = await build({
      stdin: { contents: entry, resolveDir: draft.folder, sourcefile: 'project.ts' },
      absWorkingDir: draft.folder,
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: [...(OURS === '.ts' ? ['@choreography/source'] : []), 'module'],
      write: false,
      logLevel: 'silent',
    });
    const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
    return (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)).project;
  } catch (error) {
    const [first] =
      (error as { errors?: { text: string; location: { file: string; line: number } | null }[] }).errors ?? [];
    const said = first
      ? `${first.location ? `${first.location.file}:${first.location.line}: ` : ''}${first.text}`
      : (error as Error).message;
    throw new InputError(
      `The project cannot be read: ${said}${/[.!?]$/.test(said) ? '' : '.'}${/resolve "(choreography|zod)/.test(said) ? ' Run npm install first.' : ''}`,
    );
  }
}

/** How the files of this package end: sources in the workspace, compiled in the installed package. */
const OURS = extname(import.meta.url);

/** Loaded beside the project's modules. */
const FACTS = fileURLToPath(new URL(`./facts-of${OURS}`, import.meta.url));
