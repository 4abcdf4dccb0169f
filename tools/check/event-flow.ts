import type { Graph } from '../map/graph.ts';
import { grouped } from './grouped.ts';
import { eventOf, nameOf } from './naming.ts';

/** What may follow from what, as far as enabled rules carry it. Events are named `source detail-type`, jobs `participant/job`. */
export interface EventFlow {
  /** Every event that may follow from one: said by a job that hears it, or that hears what follows from it. */
  after(event: string): ReadonlySet<string>;
  /** The jobs that hear an event. */
  hearers(event: string): ReadonlySet<string>;
  /** The jobs that may say an event. */
  speakers(event: string): ReadonlySet<string>;
}

/** Reads the flow of events off a graph. What a job may say by a wildcard counts for every event that fits it. */
export function eventFlow({ edges, producers, relays }: Graph): EventFlow {
  const enabled = grouped(
    edges.filter((edge) => edge.enabled),
    ({ event }) => event,
  );
  const onward = grouped(relays, ({ from }) => from);
  const sayings = grouped(producers, nameOf);
  const said = new Set(edges.map(({ event }) => event));

  const hearers = (event: string): Set<string> => {
    const heard = new Set((enabled.get(event) ?? []).map(({ to }) => to));
    for (const job of heard) for (const { to } of onward.get(job) ?? []) heard.add(to);
    return heard;
  };
  const speakers = (event: string): Set<string> =>
    new Set(producers.filter((producer) => mayBe(eventOf(producer), event)).map(nameOf));
  const after = (event: string): Set<string> => {
    const found = new Set<string>();
    for (const next of follow(event)) found.add(next);
    for (const known of found) for (const next of follow(known)) found.add(next);
    return found;
  };
  const follow = (event: string): string[] =>
    [...hearers(event)].flatMap((job) => (sayings.get(job) ?? []).flatMap((saying) => literal(eventOf(saying), said)));
  return { after, hearers, speakers };
}

/** The known events that an event's name, which may have wildcards, stands for. */
function literal(name: string, known: ReadonlySet<string>): string[] {
  return /[*?]/.test(name) ? [...known].filter((event) => mayBe(name, event)) : [name];
}

function mayBe(name: string, event: string): boolean {
  if (!/[*?]/.test(name)) return name === event;
  const expression = name
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`, 's').test(event);
}
