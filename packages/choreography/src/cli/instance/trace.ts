import { writeFileSync } from 'node:fs';
import { commandLine } from '#cli/aws/command-line.ts';
import { findMonitor } from '#cli/aws/find-monitor.ts';
import { resolveTarget, type TargetOptions } from '#cli/aws/reach.ts';
import { paintFor } from '#cli/program/paint.ts';
import { InputError } from '#template/input-error.ts';
import { monitorAt } from './ask-monitor.ts';
import { logsOf, renderJobLine } from './logs-of.ts';
import { renderTrace } from './render-trace.ts';

/** `choreography trace KEY`: the instance of that key, in whichever process it is; as JSON one instance alone. */
export async function trace(
  key: string,
  {
    json,
    save,
    process: name,
    bus,
    logs,
    ...asked
  }: TargetOptions & { json?: boolean; save?: string; process?: string; bus?: string; logs?: boolean },
): Promise<void> {
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
  const { queue } = settings.deadLetters ?? {};
  const queueOf = ({ participant, job }: { participant: string; job: string }) =>
    (queue ?? `${monitor.function.replace(/_monitor_api$/, '')}_{participant}_{job}_dlq`)
      .replace('{participant}', participant)
      .replace('{job}', job);
  const shown = { queueOf, where: { access, context: asked.context ?? {} }, paint: paintFor(process.stdout) };
  const jobs = views.flatMap(({ events, failures }) => [...events, ...failures]);
  const logged = logs && (await logsOf(key, jobs, { access, pattern: settings.deadLetters?.function }));
  if (json) return console.log(JSON.stringify({ ...view, ...(logged && { logs: logged }) }, null, 2));
  console.log(views.map((each) => renderTrace(each, shown)).join('\n\n'));
  if (logged) console.log(['', ...logged.map(renderJobLine)].join('\n'));
}
