import { type Edit, indentAt, insert, lineEnd, lineStart } from './edit.ts';
import type { Module, Node, NodeOf } from './module.ts';

type List = NodeOf<'ObjectExpression'> | NodeOf<'ArrayExpression'>;

/**
 * Adds a property to an object literal, or an element to an array literal, behind its last one (or before another), in the way in which
 * it is written: on a line of its own, or beside the others.
 */
export function addToList({ text }: Module, list: List, added: string, before?: Node): Edit {
  const elements = elementsOf(list);
  const last = elements.at(-1);
  if (!last) {
    const indent = indentAt(text, list.start);
    return { start: list.start + 1, end: list.end - 1, text: `\n${indented(added, `${indent}  `)},\n${indent}` };
  }
  const ownLines = lineStart(text, last.start) > list.start;
  if (before) {
    return ownLines
      ? insert(lineStart(text, before.start), `${indented(added, indentAt(text, before.start))},\n`)
      : insert(before.start, `${added}, `);
  }
  if (!ownLines) return insert(last.end, `, ${added}`);
  const line = `\n${indented(added, indentAt(text, last.start))},`;
  const comma = commaBehind(text, last.end, list.end);
  if (comma === undefined) return insert(last.end, `,${line}`);
  return insert(endOfLineBehind(text, comma, list.end), line);
}

/** Takes an element or a property away, with its comma and the lines that only it has. */
export function removeFromList({ text }: Module, list: List, element: Node): Edit {
  const elements = elementsOf(list);
  const index = elements.indexOf(element as (typeof elements)[number]);
  const comma = commaBehind(text, element.end, list.end);
  const startsLine = text.slice(lineStart(text, element.start), element.start).trim() === '';
  const rest = text.slice(comma ?? element.end, lineEnd(text, element.end));
  if (startsLine && /^\s*$/.test(rest)) {
    return { start: lineStart(text, element.start), end: lineEnd(text, comma ?? element.end), text: '' };
  }
  const next = elements[index + 1];
  if (next) return { start: element.start, end: next.start, text: '' };
  const previous = elements[index - 1];
  return { start: previous?.end ?? element.start, end: element.end, text: '' };
}

export const elementsOf = (list: List): Node[] =>
  (list.type === 'ObjectExpression' ? list.properties : list.elements).filter(
    (each): each is Exclude<typeof each, null> => each !== null,
  );

export const isList = (node: Node | undefined): node is List =>
  node?.type === 'ObjectExpression' || node?.type === 'ArrayExpression';

/** Each line of a text with the same white space before it. */
const indented = (text: string, indent: string): string => text.replace(/^(?=.)/gm, indent);

/** The offset behind the comma that follows an element, past comments; undefined when there is none. */
function commaBehind(text: string, from: number, until: number): number | undefined {
  const [before] = text.slice(from, until).match(/^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*,/) ?? [];
  return before === undefined ? undefined : from + before.length;
}

/** Behind a comma, past a comment on the same line. */
function endOfLineBehind(text: string, comma: number, until: number): number {
  const [comment] = text.slice(comma, until).match(/^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)?(?=\s)/) ?? [];
  return comma + (comment?.trimEnd().length ?? 0);
}
