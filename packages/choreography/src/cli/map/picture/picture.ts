import { eventNames } from '#graph/events/event-name.ts';
import type { Consumer, Edge, Graph } from '#graph/graph.ts';
import { describeLanguage } from '#graph/language/language.ts';
import { patternAlternatives } from '#graph/language/pattern-alternatives.ts';
import { jobName } from '#graph/participants/participant-names.ts';
import { conditionFields } from './condition.ts';

/** The drawing of a graph: boxes and arrows, each with its label. */
export interface Picture {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export interface Box {
  /** What arrows lead to: a bus may be called as a participant is. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'participant' | 'outside' | 'bus' | 'clock';
  /** The jobs of a participant. */
  readonly lines: readonly string[];
}

export interface Arrow {
  /** Ids of boxes. */
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
  /** For boxes that hear or say more than single events. */
  readonly dotted: boolean;
}

/**
 * A graph as boxes and arrows. Boxes are participants: or jobs, for the participant given, and where there is but one. Rules
 * that name no source hear from the bus, and those who may say anything say it to the bus: the picture stays readable.
 */
export function pictureOf(graph: Graph, { participant }: { participant?: string | undefined } = {}): Picture {
  const nodes = [
    ...new Set([
      ...graph.producers.map(jobName),
      ...graph.consumers.map(({ target }) => jobName(target)),
      ...graph.relays.flatMap(({ from, to }) => [from, to]),
    ]),
  ];
  const participants = [...new Set(nodes.map(participantOf))].filter((name) => name !== 'bus');
  const opened = participant ?? (participants.length === 1 ? participants[0] : undefined);
  const jobOf = (name: string) => (participants.length === 1 ? name.slice(participantOf(name).length + 1) : name);
  const boxOf = (name: string) => (participantOf(name) === opened ? jobOf(name) : participantOf(name));
  const arrows = new Map<string, Arrow>();
  const others = new Map<string, Box>();
  const draw = (from: string, to: string, label: string, dotted = false) => {
    const key = [from, to, dotted].join('\n');
    const known = arrows.get(key);
    if (!known?.labels.includes(label))
      arrows.set(key, { from, to, labels: [...(known?.labels ?? []), label], dotted });
  };
  const other = (name: string, kind: Box['kind']): string => {
    const id = `${kind} ${name}`;
    if (!others.has(id)) others.set(id, { id, name, kind, lines: [] });
    return id;
  };

  const labelOf = labels(graph);
  const listening = new Set(graph.consumers.filter(hearsManySources).map(keyOf));
  const wild = new Set(graph.producers.filter(saysAnything).map((producer) => `${jobName(producer)} ${producer.bus}`));
  const heardByName = new Set(
    [...graph.edges, ...graph.outside].filter((edge) => !listening.has(keyOf(edge))).map(sayingOf),
  );
  for (const edge of [...graph.edges, ...graph.outside]) {
    // A rule that hears everything is drawn at the bus, except for events that no other rule hears.
    const isWild = wild.has(`${edge.from} ${edge.bus}`);
    if (!edge.enabled || (listening.has(keyOf(edge)) && (isWild || heardByName.has(sayingOf(edge))))) continue;
    const to = edge.to.startsWith('bus/') ? other(edge.to.slice(4), 'bus') : boxOf(edge.to);
    if (isWild) draw(other(edge.bus, 'bus'), to, labelOf(edge));
    else draw(edge.from.includes('/') ? boxOf(edge.from) : other(edge.from, 'outside'), to, labelOf(edge));
  }
  for (const producer of graph.producers.filter(saysAnything))
    draw(boxOf(jobName(producer)), other(producer.bus, 'bus'), 'anything', true);
  for (const consumer of graph.consumers.filter(({ enabled }) => enabled)) {
    const to = consumer.target.kind === 'bus' ? other(consumer.target.job, 'bus') : boxOf(jobName(consumer.target));
    if (consumer.schedule !== null) draw(other(consumer.schedule, 'clock'), to, '', true);
    if (hearsManySources(consumer)) draw(other(consumer.bus, 'bus'), to, wholeOf(consumer), true);
  }
  for (const { from, to } of graph.relays) if (boxOf(from) !== boxOf(to)) draw(boxOf(from), boxOf(to), '', true);

  const drawn = new Set([...arrows.values()].flatMap(({ from, to }) => [from, to]));
  const names = [...new Set(nodes.filter((name) => !name.startsWith('bus/')).map(boxOf))];
  const boxes = names.map((name): Box => ({ id: name, name, kind: 'participant', lines: linesOf(nodes, name) }));
  return {
    boxes: [...boxes, ...[...others.values()].filter(({ id }) => drawn.has(id))],
    arrows: [...arrows.values()],
  };
}

/** An event's name, with the fields that the rule asks about besides. */
function labels(graph: Graph): (edge: Edge) => string {
  const names = eventNames(graph);
  return (edge) => withFields(names(edge), edge.condition);
}

function withFields(what: string, condition: unknown): string {
  const fields = conditionFields(condition);
  return fields.length === 0 ? what : `${what} if ${fields.join(', ')}`;
}

const hearsManySources = ({ pattern }: Consumer): boolean =>
  pattern !== null && patternAlternatives(pattern).some(({ source }) => source.word === undefined);

/** `every event`, `every event but library.monitor's`. */
const wholeOf = ({ pattern }: Consumer): string =>
  [
    ...new Set(
      patternAlternatives(pattern ?? {}).map(({ source, detailType, condition }) => {
        const from = describeLanguage(source);
        const what =
          detailType.word ?? (describeLanguage(detailType) === '*' ? 'every event' : describeLanguage(detailType));
        if (from.startsWith('* but ')) return withFields(`${what} but ${from.slice(6)}'s`, condition);
        return withFields(from === '*' ? what : `${what} of ${from}`, condition);
      }),
    ),
  ].join(' or ');

const sayingOf = ({ from, event }: Edge): string => `${from} ${event}`;
const saysAnything = ({ source, detailType }: { source: string; detailType: string }): boolean =>
  source === '*' && detailType === '*';
const keyOf = ({ template, rule }: { template: string; rule: string }): string => `${template} ${rule}`;
const participantOf = (name: string): string => name.slice(0, name.lastIndexOf('/'));
const linesOf = (nodes: readonly string[], participant: string): string[] =>
  nodes.filter((name) => participantOf(name) === participant).map((name) => name.slice(participant.length + 1));
