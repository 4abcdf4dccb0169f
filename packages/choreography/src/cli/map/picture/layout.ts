import { graphlib, layout } from '@dagrejs/dagre';
import type { Arrow, Box, Picture } from './picture.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Placed {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Boxes by their centres, in pixels. */
  readonly boxes: readonly (Box & Point & { readonly width: number; readonly height: number })[];
  /** Arrows by the points that they pass, and by the centres of their labels. */
  readonly arrows: readonly (Arrow & { readonly points: readonly Point[]; readonly label: Point })[];
}

export const TITLE_SIZE = 15;
export const TEXT_SIZE = 12;
export const LINE_HEIGHT = 17;

/** Lays a picture out in layers from left to right. Texts are as wide as the usual sans-serif letters are. */
export function place({ boxes, arrows }: Picture): Placed {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 34, edgesep: 16, ranksep: 46, marginx: 20, marginy: 20 });
  for (const box of boxes) {
    const { id, lines } = box;
    const width =
      Math.max(textWidth(titleOf(box), TITLE_SIZE), ...lines.map((line) => textWidth(line, TEXT_SIZE))) + 36;
    graph.setNode(id, {
      width: Math.max(width, 90),
      height: 40 + (lines.length > 0 ? lines.length * LINE_HEIGHT + 8 : 0),
    });
  }
  for (const [index, { from, to, labels }] of arrows.entries()) {
    const texts = labels.filter((label) => label !== '');
    const width = Math.max(0, ...texts.map((label) => textWidth(label, TEXT_SIZE)));
    graph.setEdge(
      from,
      to,
      { width: width + (texts.length > 0 ? 16 : 0), height: texts.length * LINE_HEIGHT, labelpos: 'c' },
      String(index),
    );
  }
  layout(graph);
  const placed = boxes.map((box) => ({ ...box, ...(graph.node(box.id) as Area) }));
  const passing = arrows.map((arrow, index) => {
    const { points, ...edge } = graph.edge(arrow.from, arrow.to, String(index)) as Area & { points: Point[] };
    // One without a label has no place for it.
    const label = { ...points[0], ...edge } as Area;
    const own = arrow.from === arrow.to && placed.find(({ id }) => id === arrow.from);
    return { ...arrow, points: own ? aroundLabel(own, label) : points, label };
  });
  const areas = [
    ...placed,
    ...passing.flatMap(({ label, points }) => [label, ...points.map((point) => ({ ...point, width: 0, height: 0 }))]),
  ];
  const left = Math.min(...areas.map(({ x, width }) => x - width / 2)) - MARGIN;
  const top = Math.min(...areas.map(({ y, height }) => y - height / 2)) - MARGIN;
  return {
    left,
    top,
    width: Math.max(...areas.map(({ x, width }) => x + width / 2)) + MARGIN - left,
    height: Math.max(...areas.map(({ y, height }) => y + height / 2)) + MARGIN - top,
    boxes: placed,
    arrows: passing.map(({ label: { x, y }, ...arrow }) => ({ ...arrow, label: { x, y } })),
  };
}

interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 20;

/** From a box round a label below it, and back: dagre leaves the room for it. */
function aroundLabel(box: Area, { x, y, width, height }: Area): Point[] {
  const bottom = box.y + box.height / 2;
  return [
    { x: box.x - box.width / 4, y: bottom },
    { x: x - width / 2, y },
    { x, y: y + height / 2 + 10 },
    { x: x + width / 2, y },
    { x: box.x + box.width / 4, y: bottom },
  ];
}

/** The title of a box, above its lines. */
export const titleOf = ({ kind, name }: Box): string => (kind === 'bus' ? `bus ${name}` : name);

/** About: 0.57 of the size for a letter, more for capitals. */
export const textWidth = (text: string, size: number): number =>
  [...text].reduce(
    (width, letter) => width + size * (/[A-ZmwMW]/.test(letter) ? 0.7 : /[il.,' ]/.test(letter) ? 0.32 : 0.56),
    0,
  );
