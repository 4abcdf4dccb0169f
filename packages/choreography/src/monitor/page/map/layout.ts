import { Graph, layout } from '@dagrejs/dagre';
import type { Flow, FlowEvent, FlowParticipant } from './flow.ts';

export type Direction = 'across' | 'down';

export interface Box {
  /** The upper left corner, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly events: ReadonlyMap<string, Box>;
  readonly lines: readonly MapLine[];
}

export interface MapLine {
  /** As in `Lit.lines`. */
  readonly key: string;
  /** An SVG path. */
  readonly path: string;
  /** It leads to a rule that hears everything, though others hear the event, too: drawn only when highlighted. */
  readonly aside: boolean;
  readonly to: 'event' | 'job';
  readonly enabled: boolean;
}

export const BOX = { width: 154, head: 36, job: 24, foot: 8 };
const EVENT = { height: 40, letter: 6.9, padding: 20 };

/** Lays the map out in layers: participants and events in turn, as the events flow. */
export function layoutOf(flow: Flow, direction: Direction): MapLayout {
  const graph = laidOut(flow, direction);
  const place = (id: string): Box => {
    const { x, y, width, height } = graph.node(id) as Box;
    return { x: x - width / 2, y: y - height / 2, width, height };
  };
  const boxes = new Map(flow.participants.map(({ name }) => [name, place(boxId(name))]));
  const events = new Map(flow.events.map(({ key }) => [key, place(eventId(key))]));
  const jobs = new Map(flow.participants.map(({ name, jobs: all }) => [name, all.map((job) => job.name)]));
  const port = (participant: string, job: string | null, side: 'in' | 'out'): Point => {
    const box = boxes.get(participant) as Box;
    if (direction === 'down') return { x: box.x + box.width / 2, y: side === 'in' ? box.y : box.y + box.height };
    const row = job === null ? -1 : (jobs.get(participant)?.indexOf(job) ?? -1);
    const y = row < 0 ? box.y + box.height / 2 : box.y + BOX.head + (row + 0.5) * BOX.job;
    return { x: side === 'in' ? box.x : box.x + box.width, y };
  };
  const pin = (key: string, side: 'in' | 'out'): Point => {
    const { x, y, width, height } = events.get(key) as Box;
    if (direction === 'down') return { x: x + width / 2, y: side === 'in' ? y : y + height };
    return { x: side === 'in' ? x : x + width, y: y + height / 2 };
  };
  const layers = layersOf([...boxes.values(), ...events.values()], direction);
  const between = (from: string, to: string): Point[] => {
    const { points = [] } = graph.hasEdge(from, to) ? (graph.edge(from, to) as { points?: Point[] }) : {};
    return points.slice(1, -1).flatMap((point) => throughLayer(point, layers, direction));
  };

  const lines = flow.events.flatMap((event): MapLine[] => [
    ...event.saidBy.map(({ participant, job }) => ({
      key: `${participant} ${event.key}`,
      path: curve(
        [port(participant, job, 'out'), ...between(boxId(participant), eventId(event.key)), pin(event.key, 'in')],
        direction,
      ),
      aside: false,
      to: 'event' as const,
      enabled: true,
    })),
    ...event.heardBy.map((ear) => ({
      key: `${event.key} ${ear.participant}/${ear.job}`,
      path: curve(
        [
          pin(event.key, 'out'),
          ...between(eventId(event.key), boxId(ear.participant)),
          port(ear.participant, ear.job, 'in'),
        ],
        direction,
      ),
      aside: !earsIn(event).includes(ear),
      to: 'job' as const,
      enabled: ear.enabled,
    })),
  ]);
  const { width = 0, height = 0 } = graph.graph();
  return { width, height, boxes, events, lines };
}

/** Places for all boxes and events. */
function laidOut(flow: Flow, direction: Direction): Graph {
  const graph = new Graph();
  graph.setGraph({
    rankdir: direction === 'across' ? 'LR' : 'TB',
    nodesep: direction === 'across' ? 30 : 10,
    ranksep: direction === 'across' ? 40 : 44,
    marginx: 4,
    marginy: 4,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const participant of flow.participants)
    graph.setNode(boxId(participant.name), { width: BOX.width, height: heightOf(participant) });
  for (const { key, type } of flow.events)
    graph.setNode(eventId(key), {
      width: Math.max(96, type.length * EVENT.letter + EVENT.padding),
      height: EVENT.height,
    });
  for (const event of flow.events) {
    for (const { participant } of event.saidBy) graph.setEdge(boxId(participant), eventId(event.key));
    for (const ear of earsIn(event)) graph.setEdge(eventId(event.key), boxId(ear.participant));
  }
  layout(graph);
  return graph;
}

/** Those that hear everything are drawn only at events that no other participant hears: elsewhere they would hide the others. */
const earsIn = ({ heardBy }: FlowEvent) => {
  const meant = heardBy.filter(({ everything }) => !everything);
  return meant.length > 0 ? meant : heardBy;
};

const heightOf = ({ jobs }: FlowParticipant): number => BOX.head + Math.max(jobs.length, 0) * BOX.job + BOX.foot;
const boxId = (name: string): string => `box ${name}`;
const eventId = (key: string): string => `event ${key}`;

/** The layers of the map, each by its middle and half its thickness. */
function layersOf(places: readonly Box[], direction: Direction): ReadonlyMap<number, number> {
  const layers = new Map<number, number>();
  for (const { x, y, width, height } of places) {
    const [middle, half] = direction === 'across' ? [x + width / 2, width / 2] : [y + height / 2, height / 2];
    layers.set(Math.round(middle), Math.max(half, layers.get(Math.round(middle)) ?? 0));
  }
  return layers;
}

/** A line passes a layer straight, so that it bends between layers only, where nothing is in its way. */
function throughLayer(point: Point, layers: ReadonlyMap<number, number>, direction: Direction): Point[] {
  const half = layers.get(Math.round(direction === 'across' ? point.x : point.y));
  if (half === undefined) return [];
  return direction === 'across'
    ? [
        { x: point.x - half, y: point.y },
        { x: point.x + half, y: point.y },
      ]
    : [
        { x: point.x, y: point.y - half },
        { x: point.x, y: point.y + half },
      ];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A smooth line through points, which leaves each in the direction of the flow. */
function curve([first, ...rest]: readonly Point[], direction: Direction): string {
  if (!first) return '';
  let path = `M${round(first.x)} ${round(first.y)}`;
  let before = first;
  for (const point of rest) {
    const bend = direction === 'across' ? (point.x - before.x) / 2 : (point.y - before.y) / 2;
    const [a, b] =
      direction === 'across'
        ? [`${round(before.x + bend)} ${round(before.y)}`, `${round(point.x - bend)} ${round(point.y)}`]
        : [`${round(before.x)} ${round(before.y + bend)}`, `${round(point.x)} ${round(point.y - bend)}`];
    path += `C${a} ${b} ${round(point.x)} ${round(point.y)}`;
    before = point;
  }
  return path;
}

const round = (n: number): number => Math.round(n * 10) / 10;
