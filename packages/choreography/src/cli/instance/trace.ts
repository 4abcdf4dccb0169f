import { writeFileSync } from 'node:fs';
import { commandLine } from '#cli/aws/command-line.ts';
import { findMonitor } from '#cli/aws/find-monitor.ts';
import { resolveTarget, type TargetOptions } from '#cli/aws/reach.ts';
import { paintFor } from '#cli/program/paint.ts';
import { InputError } from '#template/input-error.ts';
import { monitorAt } from './ask-monitor.ts';
import { logsOf, renderJobLine } from './logs-of.ts';
import { renderTrace } from './render-trace.ts';
import { reveal, revealed } from './reveal.ts';

interface TraceRequest extends TargetOptions {
  readonly json?: boolean;
  readonly save?: string;
  readonly process?: string;
  readonly bus?: string;
  readonly logs?: boolean;
  readonly reveal?: boolean;
}

/**
 * `choreography trace KEY`: the instance of that key, in whichever process it is; as JSON one instance alone. With `reveal` unmasked,
 * for those who have the right.
 */
export async function trace(
  key: string,
  { json, save, process: name, bus, logs, reveal: unmasked, ...asked }: TraceRequest,
): Promise<void> {
  if (save !== undefined && unmasked)
    throw new InputError('--save writes a story to hand on, which is always masked: leave out --reveal.');
  const { access, settings } = await resolveTarget(asked);
  const monitor = await findMonitor(access, settings, bus);
  const views = await monitorAt(access, monitor.function)(key, name);
  const [view, another] = views;
  const where = access.endpoint ?? 'AWS';
  if (!view)
    throw new InputError(
      `The monitor at ${where} has heard no event of "${key}"${name === undefined ? '' : ` in the process "${name}"`}.`,
    );
  if ((json || save !== undefined) && another) {
    const names = views.map(({ process }) => process);
    throw new InputError(
      `"${key}" is a key of several processes (${names.join(', ')}): choose one: ${commandLine(['trace', key, '--json'], { access, process: names[0] })}.`,
    );
  }
  if (save !== undefined) {
    writeFileSync(save, `${JSON.stringify(view, null, 2)}\n`);
    console.log(`Saved in ${save}, personal data masked. To see it event by event: npx choreography rewind ${save}`);
    return;
  }
  const clear = unmasked ? await reveal(access, monitor.function, key) : undefined;
  const { queue } = settings.deadLetters ?? {};
  const queueOf = ({ participant, job }: { participant: string; job: string }) =>
    (queue ?? `${monitor.function.replace(/_monitor_api$/, '')}_{participant}_{job}_dlq`)
      .replace('{participant}', participant)
      .replace('{job}', job);
  const shown = { queueOf, where: { access, context: asked.context ?? {} }, paint: paintFor(process.stdout), clear };
  const jobs = views.flatMap(({ events, failures }) => [...events, ...failures]);
  const logged = logs && (await logsOf(key, jobs, { access, pattern: settings.deadLetters?.function }));
  const shownView = clear ? revealed(view, clear) : view;
  if (json) return console.log(JSON.stringify({ ...shownView, ...(logged && { logs: logged }) }, null, 2));
  console.log(views.map((each) => renderTrace(each, shown)).join('\n\n'));
  if (logged) console.log(['', ...logged.map(renderJobLine)].join('\n'));
}
