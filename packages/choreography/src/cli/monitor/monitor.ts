import { findAccess } from '#cli/aws/endpoint.ts';
import { readSettings } from '#cli/settings.ts';
import { serveMonitor } from './serve-monitor.ts';

/** `choreography monitor`: serves the monitor's page until Ctrl-C. */
export async function monitor({ port, endpointUrl }: { port: number; endpointUrl?: string }): Promise<void> {
  const settings = readSettings();
  const access = await findAccess(endpointUrl);
  const { url, stop } = await serveMonitor(access, settings.monitor, port);
  console.log(`The monitor of ${access.endpoint ?? 'AWS'} is at ${url}\nPress Ctrl-C to stop.`);
  await new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
  await stop();
}
