import { accessTo } from '#cli/aws/endpoint.ts';
import { serveMonitorNear } from '#cli/monitor/serve-monitor.ts';
import { stopOf } from '#cli/program/until-stopped.ts';
import type { Settings } from '#cli/project/settings.ts';
import type { Runtime } from '#local/start-runtime.ts';
import { typeCheck } from './check-types.ts';
import { followChanges } from './follow-changes.ts';
import type { Templates } from './launch.ts';
import type { StartOptions } from './start.ts';
import type { StartTerminal } from './terminal/start-terminal.ts';
import { whatNext } from './what-next.ts';

/** Where the sample's instance is seen. */
export type Sample = Pick<Settings, 'monitor' | 'sample'>;

interface Served extends Pick<Templates, 'made'> {
  readonly terminal: StartTerminal;
  readonly signal: AbortSignal;
}

/** Serves the monitor's page, says what can be done next, and takes up changes of the code, until it is stopped. */
export async function serve(
  runtime: Runtime,
  monitored: Sample | undefined,
  { monitorPort, host, context, watch }: Pick<StartOptions, 'monitorPort' | 'host' | 'context' | 'watch'>,
  { made, terminal, signal }: Served,
): Promise<void> {
  const monitor =
    monitored && (await serveMonitorNear(accessTo(runtime.endpoint), monitored.monitor, monitorPort, host));
  if (monitor && !monitor.url.endsWith(`:${monitorPort}/`) && monitorPort !== 0)
    terminal.say(`Port ${monitorPort} is taken: the monitor is at ${monitor.url} this time.`);
  const inboxUrl = await runtime.inboxUrl();
  terminal.ready(
    whatNext({ ...runtime, inboxUrl }, host, monitor && { url: monitor.url, sample: monitored.sample }, context),
    readyAs({ ...runtime, inboxUrl }, monitor?.url),
  );
  if (watch && made) watchCode(made, runtime, terminal, signal);
  await stopOf(signal);
  await monitor?.stop();
}

/** Takes up changes of the code, and says what is wrong with its types. */
function watchCode(
  { synth, cdkOut }: NonNullable<Templates['made']>,
  runtime: Runtime,
  { paint, say }: StartTerminal,
  signal: AbortSignal,
): void {
  const types = typeCheck((text) => console.error(paint.stderr('yellow', `Types: ${text}`)), signal);
  types?.begin();
  followChanges(synth, runtime, paint.stdout, signal, cdkOut, types, say);
}

/** What `whatNext` says, for programs. */
const readyAs = (
  { endpoint, inboxUrl, inspector }: Pick<Runtime, 'endpoint' | 'inspector'> & { inboxUrl: string },
  monitor: string | undefined,
) => ({
  at: new Date().toISOString(),
  kind: 'ready',
  endpoint,
  monitor,
  inbox: inboxUrl,
  inspector,
});
