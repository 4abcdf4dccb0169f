import type { EventName, Graph } from '#graph/graph.ts';
import { describeLanguage } from '#graph/language/language.ts';
import { patternAlternatives } from '#graph/language/pattern-alternatives.ts';

/** A job that says or hears an event. */
export interface Part {
  readonly action: 'send' | 'receive';
  /** The participant; outside the templates, the event's source, marked as outside. */
  readonly participant: string;
  /** `participant/job`; outside the templates, the event's source. */
  readonly job: string;
  readonly event: EventName;
  readonly isOutside: boolean;
}

/**
 * What is exchanged: the events with their parts, each once. Where policies and rules name no single event, the source or the
 * detail-type is what they name, such as `library.*` or `*`.
 */
export function exchanged(graph: Graph): { readonly events: readonly EventName[]; readonly parts: readonly Part[] } {
  const { producers, edges, outside, consumers } = graph;
  const parts = new Map<string, Part>();
  const add = (action: Part['action'], job: string, { bus, source, detailType }: EventName, isOutside = false) => {
    const event = { bus, source, detailType };
    const participant = isOutside ? `${job} (outside)` : (job.split('/')[0] ?? job);
    parts.set(JSON.stringify([action, job, event]), { action, participant, job, event, isOutside });
  };
  for (const producer of producers) add('send', `${producer.participant}/${producer.job}`, producer);
  for (const edge of edges) add('send', edge.from, edge);
  for (const edge of outside) add('send', edge.source, edge, true);
  for (const edge of [...edges, ...outside]) if (!isBus(edge.to)) add('receive', edge.to, edge);
  const heard = new Set([...edges, ...outside].map(({ template, rule, to }) => JSON.stringify([template, rule, to])));
  for (const { template, rule, target, bus, pattern } of consumers) {
    const job = `${target.participant}/${target.job}`;
    if (pattern === null || target.kind === 'bus' || heard.has(JSON.stringify([template, rule, job]))) continue;
    for (const { source, detailType } of patternAlternatives(pattern))
      add('receive', job, { bus, source: describeLanguage(source), detailType: describeLanguage(detailType) });
  }
  const all = [...graph.events, ...[...parts.values()].map(({ event }) => event)];
  return { events: [...new Map(all.map((event) => [eventKey(event), event])).values()], parts: [...parts.values()] };
}

const isBus = (job: string): boolean => job.startsWith('bus/');

export const eventKey = ({ bus, source, detailType }: EventName): string => JSON.stringify([bus, source, detailType]);

/** An id of letters, digits, points, hyphens and underscores for each name, no two the same. */
export function idsOf(names: Iterable<string>): (name: string) => string {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of new Set(names)) {
    const plain = name.replace(/[^A-Za-z0-9._-]+/g, '_');
    let id = plain;
    // Files are named after ids, and some file systems ignore case.
    for (let count = 2; taken.has(id.toLowerCase()); count++) id = `${plain}-${count}`;
    taken.add(id.toLowerCase());
    ids.set(name, id);
  }
  return (name) => ids.get(name) ?? name;
}
