import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { accessTo } from '#cli/aws/endpoint.ts';
import { findMonitor } from '#cli/aws/find-monitor.ts';
import { projectTemplates } from '#cli/project/project-templates.ts';
import { type Context, givenSettings } from '#cli/project/settings.ts';
import { inContext, intoFolder } from '#cli/start/spawn-synth.mjs';
import { synthesize } from '#cli/start/synthesize.ts';
import { type Runtime, startRuntime } from '#local/start-runtime.ts';
import type { StateFile } from '#local/state/state-file.ts';
import type { InstanceView } from '#monitor/api-types.ts';
import { InputError } from '#template/input-error.ts';
import { monitorAt, monitorsOwnEvents } from './ask-monitor.ts';
import type { Items } from './compare-items.ts';

/** An event to be put. */
export interface EventToPut {
  /** The default is that of the monitor. */
  readonly bus: string | undefined;
  readonly source: string;
  readonly type: string;
  readonly resources: readonly string[];
  /** JSON text. */
  readonly detail: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** What came of a run. */
export interface SecondRun {
  readonly view: Pick<InstanceView, 'events' | 'steps'>;
  /** The items of all tables. */
  readonly items: Items;
  /** The monitor's own table; undefined if it is not known. */
  readonly monitorTable: string | undefined;
  /** What failed, as sentences. */
  readonly failures: readonly string[];
}

/** An event that came later is put when all before it is done, and not so much later: a day would hold sixty times 24 sweeps. */
const MAX_WAIT_MS = 3_600_000;
/** Lambda has given up an event by then, and a sweep has come (developer guide: "Asynchronous invocation"). */
const AFTERMATH_MS = 300_000;

/**
 * Puts events, chosen for the folder of today's templates, one after another on a runtime of its own that runs them on a state; its
 * clock is held there, and is moved as time passed between them. What the monitor says itself is put only as the first. Nothing leaves this machine but what the functions themselves send elsewhere.
 */
export async function runAgain(
  eventsFor: (templates: string) => readonly EventToPut[],
  state: StateFile,
  { process: name, key }: Pick<InstanceView, 'process' | 'key'>,
  { context, bus }: { readonly context: Context; readonly bus: string | undefined },
): Promise<SecondRun> {
  const folder = mkdtempSync(join(tmpdir(), 'choreography-rewind-'));
  /** By function: what was tried again and done is no failure. */
  const failures = new Map<string, string>();
  let runtime: Runtime | undefined;
  try {
    const cdkOut = await templatesOfToday(context, join(folder, 'cdk.out'));
    const [first, ...others] = eventsFor(cdkOut);
    runtime = await startRuntime({
      cdkOut,
      ...{ port: 0, state },
      onNotice: (notice) => {
        if (notice.kind === 'handler-failed') failures.set(notice.function, notice.error.split('\n')[0] ?? '');
        if (notice.kind === 'handled' && notice.outcome === 'done') failures.delete(notice.function);
      },
    });
    const access = accessTo(runtime.endpoint);
    const monitor = await findMonitor(access, givenSettings(context), bus);
    const variables = await environmentOf(access, monitor.function);
    const own = await monitorsOwnEvents(access, monitor.function);
    for (const event of [...(first ? [first] : []), ...others.filter(({ type }) => !own.has(type))]) {
      const wait = event.at - runtime.clock.now();
      if (wait > 0 && wait <= MAX_WAIT_MS) await runtime.clock.moveTo(event.at);
      await put(runtime, event, variables.BUS_NAME);
      await runtime.idle();
    }
    await runtime.clock.moveBy(AFTERMATH_MS);
    await runtime.idle();
    const [view = { events: [], steps: [] }] = await monitorAt(access, monitor.function)(key, name);
    return {
      view,
      items: new Map(state.entries('item/')),
      monitorTable: variables.TABLE_NAME,
      failures: [...failures].map(([who, error]) => `${who} failed: ${error}`),
    };
  } finally {
    await runtime?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The templates as the code is now: written elsewhere than those that may run. */
async function templatesOfToday(context: Context, folder: string): Promise<string> {
  const { synth, path } = projectTemplates();
  if (!synth) return path;
  await synthesize(intoFolder(inContext(synth, context).synth, folder)).done;
  return folder;
}

async function put({ endpoint }: Runtime, event: EventToPut, busOfMonitor: string | undefined): Promise<void> {
  const { bus = busOfMonitor, source, type, resources, detail, at } = event;
  const Entry = {
    ...(bus !== undefined && { EventBusName: bus }),
    ...{ Source: source, DetailType: type, Resources: [...resources] },
    ...{ Detail: detail, Time: new Date(at) },
  };
  const client = new EventBridgeClient({ ...accessTo(endpoint) });
  const { Entries } = await client.send(new PutEventsCommand({ Entries: [Entry] }));
  client.destroy();
  const refused = Entries?.find(({ ErrorCode }) => ErrorCode);
  if (refused) throw new InputError(`The bus did not take ${type}: ${refused.ErrorCode}: ${refused.ErrorMessage}`);
}

async function environmentOf(access: ReturnType<typeof accessTo>, name: string): Promise<Record<string, string>> {
  const lambda = new LambdaClient({ ...access });
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  lambda.destroy();
  return Environment?.Variables ?? {};
}
