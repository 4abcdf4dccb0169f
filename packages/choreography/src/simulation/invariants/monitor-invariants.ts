import { PROCESS_METADATA } from '#contracts/template-metadata.ts';
import type { Invariant, WorldView, Wrong } from '#simulation/define-simulation.ts';
import type { World } from '#simulation/world/world.ts';
import type { Stack } from '#template/template.ts';
import { countedTooOften } from './counted-once.ts';
import { type Heard, wronglyOverdue } from './overdue-invariant.ts';
import { isCompleted, type ModelProcess, type SeenEvents } from './process-model.ts';

/**
 * The invariants between the events on the bus and the monitor's state, for each process in the metadata of the templates. They ignore
 * an instance that has an event in a dead-letter queue: the monitor may not have heard it.
 */
export function monitorInvariants(world: World, stacks: readonly Stack[]): Readonly<Record<string, Invariant>> {
  const watching = stacks.flatMap(({ template }) =>
    Object.values(template.Resources).flatMap(({ Metadata, Properties = {} }) => {
      const declared = (Metadata as Record<string, unknown> | undefined)?.[PROCESS_METADATA];
      const all = (Array.isArray(declared) ? declared : declared ? [declared] : []) as ModelProcess[];
      return all.map((process) => ({ process, monitor: Properties.FunctionName }));
    }),
  );
  const processes = watching.map(({ process }) => process);
  if (processes.length === 0) return {};
  const each = (judge: (view: WorldView, process: ModelProcess, instances: Map<string, SeenEvents>) => Wrong[]) =>
    ((view) => processes.flatMap((process) => judge(view, process, instancesOf(view, process)))) satisfies Invariant;
  return {
    "the monitor's state of each instance is the model's": each(wrongStates),
    'completed is said once, and of what is completed': each(wronglyCompleted),
    'the monitor counts no event more often than it was said': countedTooOften,
    'overdue is said once of what is overdue, and of nothing else': (view) =>
      watching.flatMap(({ process, monitor }) =>
        wronglyOverdue(view, process, [...instancesOf(view, process).keys()], heardBy(world, monitor)),
      ),
  };
}

function wrongStates(view: WorldView, process: ModelProcess, instances: Map<string, SeenEvents>): Wrong[] {
  const states = new Map<string, string>();
  for (const item of view.table('_monitor'))
    if (item.sk === `header#${process.name}`)
      states.set(
        String(item.pk).slice('instance#'.length),
        // What is completed soon may stay in the list of open ones.
        item.completedSaid && String(item.listKey).startsWith(`${process.name}#open#`)
          ? 'completed'
          : String(item.listKey)
              .slice(process.name.length + 1)
              .replace(/#\d+$/, ''),
      );
  return [...instances].flatMap(([instance, seen]) => {
    const [state = 'unknown', should] = [states.get(instance), isCompleted(process, seen)];
    return should === (state === 'completed')
      ? []
      : [
          {
            instance,
            what: `${process.name} is ${state} for the monitor, but by its events it is ${should ? '' : 'not '}completed`,
          },
        ];
  });
}

function wronglyCompleted(view: WorldView, process: ModelProcess, instances: Map<string, SeenEvents>): Wrong[] {
  return [...instances].flatMap(([instance, seen]) => {
    const said = saidOf(view, process, 'Completed', instance);
    const should = isCompleted(process, seen) ? 1 : 0;
    return said.length === should
      ? []
      : [{ instance, what: `completed of ${process.name} was said ${said.length} times, not ${should}` }];
  });
}

/** The monitor's own events of an instance, each once: said again, an event has the same id. */
export function saidOf({ events }: WorldView, { name }: ModelProcess, what: 'Completed' | 'Overdue', instance: string) {
  const type = `${name}${what}`.replaceAll('-', '').toLowerCase();
  const said = events.filter(
    (event) => event.type.toLowerCase() === type && event.detail.metadata?.correlationId === instance,
  );
  return [...new Map(said.map((event) => [event.detail.metadata?.eventId, event])).values()];
}

/** The data of the events of each instance that was started, by key and type, each event once. */
function instancesOf(view: WorldView, process: ModelProcess): Map<string, SeenEvents> {
  const setAside = new Map<string, boolean>();
  const instances = new Map<string, Map<string, Map<string, unknown>>>();
  const starts = new Set<string>();
  for (const { type, source, detail, id } of view.events) {
    const key = keyOf(process, type, detail);
    if (key === undefined) continue;
    if (!setAside.has(key)) setAside.set(key, view.isSetAside(key));
    if (setAside.get(key)) continue;
    if (type === process.starts.type && source === process.starts.source) starts.add(key);
    const types = instances.get(key) ?? new Map<string, Map<string, unknown>>();
    types.set(type, (types.get(type) ?? new Map()).set(detail.metadata?.eventId ?? id, detail.data));
    instances.set(key, types);
  }
  return new Map(
    [...instances]
      .filter(([key]) => starts.has(key))
      .map(([key, types]) => [key, new Map([...types].map(([type, of]) => [type, [...of.values()]]))]),
  );
}

/** The key of the instance that an event belongs to: the value at the process's key in its data, or else its correlation id. */
export function keyOf(
  { key, keys = {}, steps, starts }: ModelProcess,
  type: string,
  { metadata, data }: WorldView['events'][number]['detail'],
) {
  const isOfProcess =
    type === starts.type ||
    Object.values(steps).some(({ done, failed = [] }) => [...done, ...failed].some((each) => each.type === type));
  if (!isOfProcess) return undefined;
  const path = keys[type] ?? key;
  if (path.includes('[]')) return undefined;
  const value = path.split('.').reduce<unknown>((at, field) => Object(at)[field], data);
  return value === undefined ? metadata?.correlationId : String(value);
}

/** What a monitor heard, and until when; undefined if the template does not name its function. */
function heardBy({ handovers, clock, faults }: World, monitor: unknown): Heard | undefined {
  if (typeof monitor !== 'string') return undefined;
  return {
    heardAt: (event) => handovers.get(`${event} ${monitor}`)?.since ?? Number.POSITIVE_INFINITY,
    until: clock.now(),
    outagesEnd: faults.outagesEnd,
  };
}
