/** The replacement of a text's characters from `start` to `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text with some edits, which do not overlap. Its line endings are those that it has. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  return [...edits]
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce(
      (edited, edit) => edited.slice(0, edit.start) + edit.text.replaceAll('\n', ending) + edited.slice(edit.end),
      text,
    );
}

export const insert = (at: number, text: string): Edit => ({ start: at, end: at, text });

/** The offset at which the line of an offset begins. */
export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** The offset behind the line of an offset, its line ending included. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

/** The white space that the line of an offset begins with. */
export const indentAt = (text: string, at: number): string =>
  text.slice(lineStart(text, at)).match(/^[ \t]*/)?.[0] ?? '';
