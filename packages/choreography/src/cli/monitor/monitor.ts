import { findAccess } from '#cli/aws/endpoint.ts';
import { findMonitor } from '#cli/aws/find-monitor.ts';
import { givenSettings } from '#cli/settings.ts';
import { serveMonitor } from './serve-monitor.ts';

/** `choreography monitor`: serves the monitor's page until Ctrl-C. */
export async function monitor({
  port,
  bus,
  endpointUrl,
}: {
  port: number;
  bus?: string;
  endpointUrl?: string;
}): Promise<void> {
  const access = await findAccess(endpointUrl);
  const { url, stop } = await serveMonitor(access, await findMonitor(access, givenSettings(), bus), port);
  console.log(`The monitor of ${access.endpoint ?? 'AWS'} is at ${url}\nPress Ctrl-C to stop.`);
  await new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
  await stop();
}
