import { findMonitor } from '#cli/aws/find-monitor.ts';
import { resolveTarget, type TargetOptions } from '#cli/aws/reach.ts';
import { stopOf, untilStopped } from '#cli/program/until-stopped.ts';
import { serveMonitor } from './serve-monitor.ts';

/** `choreography monitor`: serves the monitor's page until Ctrl-C. */
export async function monitor({
  port,
  host = [],
  bus,
  ...where
}: TargetOptions & { port: number; host?: readonly string[]; bus?: string }): Promise<void> {
  const { access, settings } = await resolveTarget(where);
  const { url, stop } = await serveMonitor(access, await findMonitor(access, settings, bus), port, host);
  console.log(`The monitor of ${access.endpoint ?? 'AWS'} is at ${url}\nPress Ctrl-C to stop.`);
  await untilStopped(stopOf);
  await stop();
}
