import { findAccess } from '#cli/aws/endpoint.ts';
import { paintFor } from '#cli/paint.ts';
import { readSettings } from '#cli/settings.ts';
import { InputError } from '#template/input-error.ts';
import { monitorAt } from './ask-monitor.ts';
import { renderTrace } from './render-trace.ts';

/** `choreography trace KEY`: the instance of that key, in whichever process it is; as JSON one instance alone. */
export async function trace(
  key: string,
  { json, process: name, endpointUrl }: { json?: boolean; process?: string; endpointUrl?: string },
): Promise<void> {
  const { monitor, deadLetters } = readSettings();
  const access = await findAccess(endpointUrl);
  const views = await monitorAt(access, monitor.function)(key, name);
  const [view, another] = views;
  const where = access.endpoint ?? 'AWS';
  if (!view)
    throw new InputError(
      `The monitor at ${where} has heard no event of "${key}"${name === undefined ? '' : ` in the process ${name}`}.`,
    );
  if (json && another) {
    const names = views.map(({ process }) => process);
    throw new InputError(
      `"${key}" is a key of several processes (${names.join(', ')}): choose one with --process ${names[0]}.`,
    );
  }
  const queueOf = ({ participant, job }: { participant: string; job: string }) =>
    deadLetters.queue.replace('{participant}', participant).replace('{job}', job);
  console.log(
    json
      ? JSON.stringify(view, null, 2)
      : views.map((each) => renderTrace(each, { queueOf, endpointUrl, paint: paintFor(process.stdout) })).join('\n\n'),
  );
}
