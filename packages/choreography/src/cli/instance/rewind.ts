import { existsSync, readFileSync } from 'node:fs';
import { emitKeypressEvents } from 'node:readline';
import * as z from 'zod';
import { findMonitor } from '#cli/aws/find-monitor.ts';
import { resolveTarget, type TargetOptions } from '#cli/aws/reach.ts';
import { paintFor } from '#cli/program/paint.ts';
import type { InstanceView } from '#monitor/api-types.ts';
import { type Moment, momentsOf } from '#monitor/instances/moments.ts';
import { InputError } from '#template/input-error.ts';
import { monitorAt } from './ask-monitor.ts';
import { renderMoment, renderMoments } from './render-moment.ts';
import { renderReplayed } from './render-replayed.ts';
import { type Replayed, replayFrom } from './replay-from.ts';
import { replayStory } from './replay-story.ts';
import { reveal, revealed } from './reveal.ts';

export interface RewindOptions extends TargetOptions {
  readonly json?: boolean;
  readonly process?: string;
  readonly bus?: string;
  /** The number of the event from which it is run again. */
  readonly replayFrom?: number;
  /** Whether its events are shown unmasked, to those who have the right. */
  readonly reveal?: boolean;
}

/**
 * `choreography rewind KEY`, or a file of `trace --save`: the state of an instance before each of its events. In a terminal, keys step back
 * and forth; piped, it is a list. With `replayFrom` the instance runs again from that event, and the differences are printed.
 */
export async function rewind(keyOrFile: string, options: RewindOptions): Promise<void> {
  if (options.reveal && (options.replayFrom !== undefined || existsSync(keyOrFile)))
    throw new InputError(
      '--reveal is for an instance that the monitor tells: a file and a replay know masked data only.',
    );
  const { view, replay } = existsSync(keyOrFile) ? ofFile(keyOrFile, options) : await ask(keyOrFile, options);
  if (options.replayFrom !== undefined) {
    const replayed = await replay(options.replayFrom);
    const { process: name, key } = view;
    console.log(
      options.json
        ? JSON.stringify({ process: name, key, ...replayed }, null, 2)
        : renderReplayed(view, replayed, paintFor(process.stdout)),
    );
    return;
  }
  const moments = momentsOf(view);
  const paint = paintFor(process.stdout);
  if (options.json) {
    const { process: name, key } = view;
    console.log(JSON.stringify({ process: name, key, moments }, null, 2));
  } else if (process.stdin.isTTY && process.stdout.isTTY) await stepThrough(view, moments);
  else console.log(renderMoments(moments, paint));
}

/** An instance, and how it is run again from an event. */
interface Found {
  readonly view: InstanceView;
  replay(from: number): Promise<Replayed>;
}

async function ask(key: string, { process: name, bus, reveal: unmasked, ...asked }: RewindOptions): Promise<Found> {
  const { access, settings, context } = await resolveTarget(asked);
  const monitor = await findMonitor(access, settings, bus);
  const [view, another] = await monitorAt(access, monitor.function)(key, name);
  if (!view)
    throw new InputError(
      `The monitor at ${access.endpoint ?? 'AWS'} has heard no event of "${key}", and there is no such file.`,
    );
  if (another) throw new InputError(`"${key}" is a key of several processes: choose one with --process.`);
  const shown = unmasked ? revealed(view, await reveal(access, monitor.function, key)) : view;
  return { view: shown, replay: (from) => replayFrom(view, from, { access, context }, bus) };
}

function ofFile(file: string, { bus, context = {} }: RewindOptions): Found {
  const view = readStory(file);
  return { view, replay: (from) => replayStory(view, from, { context, bus }) };
}

const Story = z.looseObject({
  process: z.string(),
  key: z.string(),
  words: z.looseObject({ one: z.string() }),
  steps: z.array(z.looseObject({ name: z.string(), state: z.string() })),
  events: z.array(z.looseObject({ type: z.string(), at: z.string(), participant: z.string() })).min(1),
});

/** Reads what `trace KEY --save FILE` has written. */
function readStory(file: string): InstanceView {
  try {
    return Story.parse(JSON.parse(readFileSync(file, 'utf8'))) as unknown as InstanceView;
  } catch {
    throw new InputError(`"${file}" is no story of an instance: save one with: npx choreography trace KEY --save FILE`);
  }
}

/** Where a key leads from a moment; undefined ends. */
export function moved(at: number, count: number, key: string | undefined): number | undefined {
  if (key === 'q' || key === 'escape') return undefined;
  if (key === 'right' || key === 'space' || key === 'return') return Math.min(count - 1, at + 1);
  if (key === 'left' || key === 'backspace') return Math.max(0, at - 1);
  if (key === 'home') return 0;
  return key === 'end' ? count - 1 : at;
}

async function stepThrough(view: InstanceView, moments: readonly Moment[]): Promise<void> {
  const { stdin, stdout } = process;
  let at = 0;
  const show = () => {
    const text = renderMoment(view, moments[at] as Moment, moments.length, paintFor(stdout));
    stdout.write(`\x1b[2J\x1b[H${text}\n\n← → step, Home, End, q ends\n`);
  };
  show();
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  await new Promise<void>((end) => {
    stdin.on('keypress', (_, key: { name?: string; ctrl?: boolean }) => {
      const next = key.ctrl && key.name === 'c' ? undefined : moved(at, moments.length, key.name);
      if (next === undefined) return end();
      at = next;
      show();
    });
  });
  stdin.setRawMode(false);
  stdin.pause();
}
