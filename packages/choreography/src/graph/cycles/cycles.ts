import type { Cycle, Edge, Relay } from '#graph/graph.ts';
import { circlesOf } from './circles.ts';
import type { Link } from './link.ts';

/**
 * The circles that events can run in, and those in which participants depend on each other though no event runs in them.
 * Every edge that is part of a circle is in one of those listed: the shortest through it. Disabled rules are left out.
 */
export function cyclesOf(edges: readonly Edge[], relays: readonly Relay[]): Cycle[] {
  const links: Link[] = [];
  for (const { from, to, event, enabled } of edges) if (enabled) links.push({ from, to, label: event });
  for (const { from, to } of relays) links.push({ from, to, label: null });
  const circles = circlesOf(links);
  const ofEvents = circles.map((circle): Cycle => ({ level: 'event', path: pathOf(circle), allowed: false }));
  const explained = new Set(
    circles.map((circle) => canonical(withoutRepeats(circle.map(({ from }) => participant(from))))),
  );
  const ofParticipants = circlesOf(dependenciesOf(links))
    .map((circle) => circle.map(({ from }) => from))
    .filter((circle) => !explained.has(canonical(circle)))
    .map((circle): Cycle => ({ level: 'participant', path: [...circle, circle[0] ?? ''], allowed: false }));
  return [...ofEvents, ...ofParticipants];
}

/** Jobs and events in turn, the first job again at the end. */
const pathOf = (circle: readonly Link[]): string[] => [
  ...circle.flatMap(({ from, label }) => (label === null ? [from] : [from, label])),
  circle[0]?.from ?? '',
];

/** A link for each participant that another depends on. */
function dependenciesOf(links: readonly Link[]): Link[] {
  const participants = new Map<string, string>();
  const participantOf = (job: string): string => {
    const known = participants.get(job) ?? participant(job);
    participants.set(job, known);
    return known;
  };
  const known = new Map<string, Set<string>>();
  const dependencies: Link[] = [];
  for (const link of links) {
    const [from, to] = [participantOf(link.from), participantOf(link.to)];
    if (from === to) continue;
    const others = known.get(from) ?? new Set<string>();
    if (others.size === 0) known.set(from, others);
    if (others.size < others.add(to).size) dependencies.push({ from, to, label: null });
  }
  return dependencies;
}

const participant = (name: string): string => name.slice(0, name.lastIndexOf('/'));

/** Neighbours that are the same, taken once: around the circle, too. */
const withoutRepeats = (names: readonly string[]): string[] =>
  names.filter((name, index) => name !== names.at(index - 1));

/** The same text wherever the circle begins. */
const canonical = (names: readonly string[]): string =>
  names.map((_, index) => JSON.stringify([...names.slice(index), ...names.slice(0, index)])).sort()[0] ?? '';
