/**
 * Lambda answers with 6 MB at the most (Lambda developer guide: "Quotas"), and the text in an answer's body is escaped
 * once more, by which it can become twice as long.
 */
const MAX_BYTES = 2_500_000;

/** The first of some items, as many as fit into one answer as JSON, but at least one. Reads no more of them than that. */
export function takeWithinAnswerLimit<Item, T>(items: Iterable<Item>, read: (item: Item) => T): T[] {
  const fit: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const value = read(item);
    bytes += Buffer.byteLength(JSON.stringify(value));
    if (fit.length > 0 && bytes > MAX_BYTES) break;
    fit.push(value);
  }
  return fit;
}
