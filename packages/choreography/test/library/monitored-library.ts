import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { accessTo } from '#cli/aws/endpoint.ts';
import { type ServedMonitor, serveMonitor } from '#cli/monitor/serve-monitor.ts';
import type { EventContract } from '#contracts/define-event.ts';
import { startRuntime } from '#local/start-runtime.ts';
import { synthesized } from '#testing/synthesized.ts';

const BUS = 'library-2';

/** An event to be put: its contract, or its source and type alone, and its detail. */
export interface Entry {
  readonly event: Pick<EventContract, 'source' | 'type'>;
  readonly data: unknown;
  readonly metadata?: object;
}

/**
 * The library on a local runtime of its own, with its monitor served as `choreography monitor` serves it. Nobody acts in it
 * but the monitor, and a desk that takes the fees of new members.
 */
export async function aMonitoredLibrary() {
  const cdkOut = await synthesized(import.meta.dirname);
  const runtime = await startRuntime({ cdkOut, port: 0 });
  const access = accessTo(runtime.endpoint);
  const served: ServedMonitor = await serveMonitor(
    access,
    { page: `${BUS}_monitor_page`, function: `${BUS}_monitor_api` },
    0,
  );
  const bus = new EventBridgeClient({ ...access });
  return {
    ...{ url: served.url, endpoint: runtime.endpoint, cdkOut, access },

    /** Puts events on the bus, at most ten. */
    async put(...entries: Entry[]): Promise<void> {
      const Entries = entries.map(({ event, data, metadata }) => ({
        ...{ EventBusName: BUS, Source: event.source, DetailType: event.type },
        Detail: JSON.stringify({ ...(metadata && { metadata }), data }),
      }));
      const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries }));
      if (FailedEntryCount) throw new Error(`The bus refused ${FailedEntryCount} events.`);
    },

    /** Asks the API for a path; throws with its sentence when it answers anything but 200. */
    async get<T>(path: string): Promise<T> {
      const answer = await fetch(new URL(`api${path}`, served.url));
      const body = await answer.text();
      if (answer.status !== 200) throw new Error(`${answer.status} ${body}`);
      return JSON.parse(body) as T;
    },

    /** Asks the API for a path, whatever it answers. */
    async ask(path: string): Promise<{ status: number; body: never }> {
      const answer = await fetch(new URL(`api${path}`, served.url));
      return { status: answer.status, body: (await answer.json()) as never };
    },

    /** Holds, moves or releases the library's clock. */
    async clock(order: { hold: true } | { release: true } | { moveBy: string }): Promise<void> {
      const answer = await fetch(`${runtime.endpoint}/_local/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(order),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },

    idle: () => runtime.idle(),
    async stop(): Promise<void> {
      bus.destroy();
      await served.stop();
      await runtime.stop();
    },
  };
}

export type MonitoredLibrary = Awaited<ReturnType<typeof aMonitoredLibrary>>;
