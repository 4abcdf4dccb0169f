import type { Arrow, Box, Picture } from './picture.ts';

/** A picture as a Mermaid flowchart, which GitHub draws. Arrows with the same label from one box are one line. */
export function mermaid({ boxes, arrows }: Picture): string {
  const ids = idsOf(boxes);
  const idOf = (box: string) => ids.get(box) ?? box;
  const lines = new Map<string, { arrow: Arrow; to: string[] }>();
  for (const arrow of arrows) {
    for (const label of arrow.dotted ? [arrow.labels.join('<br>')] : arrow.labels) {
      const key = [arrow.from, label, arrow.dotted].join('\n');
      const known = lines.get(key);
      if (known) known.to.push(arrow.to);
      else lines.set(key, { arrow: { ...arrow, labels: [label] }, to: [arrow.to] });
    }
  }
  // What goes from one box to the same others is said on one line.
  const merged = new Map<string, { arrow: Arrow; to: string[] }>();
  for (const { arrow, to } of lines.values()) {
    const key = [arrow.from, to.join(' '), arrow.dotted].join('\n');
    const known = merged.get(key);
    merged.set(
      key,
      known ? { to, arrow: { ...arrow, labels: [...known.arrow.labels, ...arrow.labels] } } : { arrow, to },
    );
  }
  return [
    'flowchart LR',
    ...boxes.flatMap((box) => (isPlain(box, idOf(box.id)) ? [] : [`  ${shape(idOf(box.id), box)}`])),
    ...[...merged.values()].map(({ arrow, to }) => `  ${idOf(arrow.from)} ${line(arrow)} ${to.map(idOf).join(' & ')}`),
    ...boxes
      .filter(({ id }) => !arrows.some(({ from, to }) => from === id || to === id))
      .filter((box) => isPlain(box, idOf(box.id)))
      .map(({ id }) => `  ${idOf(id)}`),
  ].join('\n');
}

function line({ labels, dotted }: Arrow): string {
  const label = labels.join(', ');
  if (label === '') return dotted ? '-.->' : '-->';
  return dotted ? `-. ${quoted(label)} .->` : `-- ${quoted(label)} -->`;
}

const isPlain = ({ name, kind }: Box, id: string): boolean => kind === 'participant' && name === id;

function shape(id: string, { name, kind }: Box): string {
  if (kind === 'outside') return `${id}([${quoted(name)}])`;
  if (kind === 'bus') return `${id}{{${quoted(`bus ${name}`)}}}`;
  if (kind === 'clock') return `${id}((${quoted(name)}))`;
  return `${id}[${quoted(name)}]`;
}

/** Mermaid's ids are words; a few words it keeps for itself. */
function idsOf(boxes: readonly Box[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    boxes.map(({ id: box, name, kind }) => {
      const word = `${kind === 'participant' ? '' : `${kind}_`}${name}`.replace(/\W+/g, '_').replace(/_$/, '');
      let id = /^(end|graph|subgraph|flowchart|style|class|click|default|o|x)$/i.test(word) ? `${word}_` : word;
      while (taken.has(id)) id += '_';
      taken.add(id);
      return [box, id];
    }),
  );
}

/** Only what a Mermaid label cannot hold bare is quoted; what it would take for markup is an entity there. */
const quoted = (text: string): string =>
  /^[\w., -]+$/.test(text) ? text : `"${text.replace(/["#<>&`]/g, (sign) => ENTITIES[sign] ?? sign)}"`;

const ENTITIES: Readonly<Record<string, string>> = {
  '"': '#quot;',
  '#': '#35;',
  '<': '#lt;',
  '>': '#gt;',
  '&': '#amp;',
  '`': '#96;',
};
