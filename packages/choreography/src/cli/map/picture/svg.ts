import { LINE_HEIGHT, type Placed, type Point, place, TEXT_SIZE, TITLE_SIZE, textWidth, titleOf } from './layout.ts';
import type { Picture } from './picture.ts';

interface Colours {
  readonly paper: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly box: string;
  readonly edge: string;
  readonly outside: string;
  readonly bus: string;
}

/** Colours as classes: many renderers know no custom properties, and some only the light ones. */
const classes = (colours: Colours) => `
  .paper, .plate { fill: ${colours.paper}; }
  .title, .label { fill: ${colours.ink}; }
  .line { fill: ${colours.quiet}; }
  .arrow { stroke: ${colours.line}; }
  .head { fill: ${colours.line}; }
  .box { fill: ${colours.box}; stroke: ${colours.edge}; }
  .outside { fill: ${colours.outside}; }
  .bus, .clock { fill: ${colours.bus}; }`;

const LIGHT = classes({
  paper: '#ffffff',
  ink: '#1f2933',
  quiet: '#52606d',
  line: '#829ab1',
  box: '#f0f4f8',
  edge: '#9fb3c8',
  outside: '#fffaf0',
  bus: '#eafbf3',
});
const DARK = classes({
  paper: '#10161d',
  ink: '#e6edf3',
  quiet: '#a3b1bf',
  line: '#6b7c8d',
  box: '#1b2530',
  edge: '#3e4c59',
  outside: '#2a2415',
  bus: '#12291f',
});

/** Follows the reader's light or dark mode. */
const STYLE = `
  text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; text-anchor: middle; }
  .title { font-size: ${TITLE_SIZE}px; font-weight: 600; }
  .line, .label { font-size: ${TEXT_SIZE}px; }
  .plate { opacity: .88; }
  .box { stroke-width: 1.2; }
  .outside { stroke-dasharray: 5 4; }
  .arrow { fill: none; stroke-width: 1.5; }
  .dotted { stroke-dasharray: 2 5; stroke-linecap: round; }${LIGHT}
  @media (prefers-color-scheme: dark) {${DARK}
  }`;

/** A picture as an SVG document of its own. */
export function svg(picture: Picture): string {
  const placed = place(picture);
  const [left, top] = [Math.floor(placed.left), Math.floor(placed.top)];
  const [width, height] = [Math.ceil(placed.width), Math.ceil(placed.height)];
  const said = placed.arrows.map(({ from, to, labels }) => `${from} to ${to}: ${labels.join(', ')}`).join('; ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" role="img" aria-labelledby="title desc">`,
    '<title id="title">Who says what, and who hears it</title>',
    `<desc id="desc">${escaped(said)}</desc>`,
    `<style>${STYLE}\n</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto" markerUnits="userSpaceOnUse"><path class="head" d="M0 0.5 8 4 0 7.5z"/></marker></defs>',
    `<rect class="paper" x="${left}" y="${top}" width="${width}" height="${height}"/>`,
    ...placed.arrows.map(
      ({ points, dotted }) =>
        `<path class="arrow${dotted ? ' dotted' : ''}" marker-end="url(#head)" d="${curve(points)}"/>`,
    ),
    ...placed.boxes.map(box),
    ...placed.arrows.map(({ labels, label }) =>
      labelAt(
        labels.filter((text) => text !== ''),
        label,
      ),
    ),
    '</svg>',
  ].join('\n');
}

function box(placed: Placed['boxes'][number]): string {
  const { kind, lines, x, y, width, height } = placed;
  const left = x - width / 2;
  const top = y - height / 2;
  const radius = kind === 'participant' ? 8 : Math.min(20, height / 2);
  return [
    `<g><rect class="box ${kind}" x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="${radius}"/>`,
    `<text class="title" x="${round(x)}" y="${round(top + 25)}">${escaped(titleOf(placed))}</text>`,
    ...lines.map(
      (line, index) =>
        `<text class="line" x="${round(x)}" y="${round(top + 46 + index * LINE_HEIGHT)}">${escaped(line)}</text>`,
    ),
    '</g>',
  ].join('');
}

function labelAt(labels: readonly string[], { x, y }: Point): string {
  const top = y - (labels.length * LINE_HEIGHT) / 2;
  return labels
    .map((label, index) => {
      const width = textWidth(label, TEXT_SIZE) + 6;
      const middle = top + index * LINE_HEIGHT;
      return `<rect class="plate" x="${round(x - width / 2)}" y="${round(middle)}" width="${round(width)}" height="${LINE_HEIGHT}" rx="3"/><text class="label" x="${round(x)}" y="${round(middle + 12.5)}">${escaped(label)}</text>`;
    })
    .join('');
}

/** A smooth line through all points, which never goes beyond them (monotone cubic interpolation of Fritsch and Carlson). */
function curve(points: readonly Point[]): string {
  const [start] = points;
  if (!start) return '';
  const ways = points.slice(1).map(({ x, y }, index) => {
    const from = points[index] ?? { x, y };
    return { x: x - from.x, y: y - from.y };
  });
  const leanings = points.map((_, index) => {
    const go = ways[index] ?? ways.at(-1) ?? start;
    const come = ways[index - 1] ?? go;
    return { x: leaning(come.x, go.x), y: leaning(come.y, go.y) };
  });
  const parts = points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    const [first = to, second = to] = [leanings[index], leanings[index + 1]];
    return `C${at({ x: from.x + first.x, y: from.y + first.y })} ${at({ x: to.x - second.x, y: to.y - second.y })} ${at(to)}`;
  });
  return [`M${at(start)}`, ...parts].join(' ');
}

/** How far a line leans on at a point, having come one way and going another: not at all where it turns. */
const leaning = (come: number, go: number): number =>
  come * go <= 0 ? 0 : Math.sign(go) * Math.min(Math.abs(come + go) / 6, Math.abs(come), Math.abs(go));

const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;
const round = (value: number): number => Math.round(value * 10) / 10;
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
