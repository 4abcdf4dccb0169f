import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isAlive } from '#cli/aws/running-runtimes.ts';
import type { Context } from '#cli/project/settings.ts';
import { StateFile } from '#local/state/state-file.ts';
import { privateFolder } from './private-folder.ts';
import { readSnapshot } from './snapshot-file.ts';

const STATE_FOLDER = '.choreography/state';

/** Which of the states of a project: each context and each folder of templates has its own. */
export interface StateChoice {
  readonly context: Context;
  readonly dir?: string | undefined;
}

/** The state that a runtime starts with. */
export interface OpenedState {
  /** Undefined while another runtime has it. */
  readonly file: StateFile | undefined;
  /** Whether something was found. */
  readonly resumed: boolean;
  /** What was found, as a sentence. */
  readonly found: string;
  /** To be called when the runtime has stopped; what is kept then. */
  end(): string;
}

/** Opens the state of this project, after it was emptied if it is to be `fresh`; or a copy of a snapshot, which is not changed. */
export function openState(
  choice: StateChoice,
  { fresh = false, from }: { fresh?: boolean | undefined; from?: string | undefined },
): OpenedState {
  if (from !== undefined) return openSnapshot(from);
  privateFolder('state');
  const path = stateFile(choice);
  const owner = ownerOf(path);
  if (owner !== undefined) {
    const found = `The state in ${path} belongs to the runtime with the process id ${owner}: this one keeps nothing. Give it a context of its own (-c stage=NAME), or stop that one.`;
    return { file: undefined, resumed: false, found, end: () => '' };
  }
  writeFileSync(`${path}.pid`, String(process.pid));
  if (fresh) rmSync(path, { force: true });
  const file = new StateFile(path);
  const since = file.get('since') as string | undefined;
  if (since === undefined) file.put('since', new Date().toISOString());
  // A start that failed before it ran leaves nothing.
  const isThere = contentOf(file) !== NOTHING;
  return {
    file,
    resumed: isThere,
    found:
      since === undefined || !isThere
        ? `Nothing is kept of an earlier run. From now on all stays in ${path}.`
        : `Kept since ${minute(since)}: ${contentOf(file)}. To begin anew: --fresh.`,
    end: () => {
      file.close();
      rmSync(`${path}.pid`, { force: true });
      return `Kept in ${path} since ${minute(since ?? new Date().toISOString())}: ${contentOf(file)}. To forget it: npx choreography reset`;
    },
  };
}

export const stateFile = ({ context, dir }: StateChoice): string => {
  const given = Object.entries(context).map(([name, value]) => `${name}=${value}`);
  const parts = [...given.sort(), ...(dir === undefined ? [] : [`dir-${digest(resolve(dir))}`])];
  return join(STATE_FOLDER, `${encodeURIComponent(parts.join(',')) || 'default'}.log`);
};

/** The process that has a state at present. */
export function ownerOf(path: string): number | undefined {
  const pid = existsSync(`${path}.pid`) ? Number(readFileSync(`${path}.pid`, 'utf8')) : 0;
  return pid > 0 && pid !== process.pid && isAlive(pid) ? pid : undefined;
}

function openSnapshot(from: string): OpenedState {
  const { path, entries } = readSnapshot(from);
  const folder = mkdtempSync(join(tmpdir(), 'choreography-snapshot-'));
  const file = new StateFile(join(folder, 'state.log'));
  for (const [key, value] of entries) file.put(key, value);
  // What was before the snapshot is not known.
  file.compact();
  const { stoodAt } = file.get('clock') as { stoodAt: number };
  return {
    file,
    resumed: true,
    found: `From ${path}, with its clock at ${minute(new Date(stoodAt).toISOString())}: ${contentOf(file)}. What changes from here on is not kept.`,
    end: () => {
      file.close();
      rmSync(folder, { recursive: true, force: true });
      return `Nothing of this run is kept: ${path} is unchanged.`;
    },
  };
}

/** The kinds of what is kept, with the words for one and for many. */
const KINDS: readonly (readonly [kind: string, one: string, many: string])[] = [
  ['item', 'item in tables', 'items in tables'],
  ['message', 'message in queues', 'messages in queues'],
  ['archived', 'archived event', 'archived events'],
  ['email', 'email', 'emails'],
  ['delivery', 'event to deliver', 'events to deliver'],
  ['invocation', 'invocation to end', 'invocations to end'],
  ['log', 'line of logs', 'lines of logs'],
];

const NOTHING = 'nothing yet';

function contentOf(file: StateFile): string {
  const counts = file.counts();
  const parts = KINDS.flatMap(([kind, one, many]) => {
    const count = counts.get(kind) ?? 0;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return parts.join(', ') || NOTHING;
}

const minute = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;
const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
