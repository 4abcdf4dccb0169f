/** What every event has, as text (EventBridge user guide: "AWS service event metadata"). */
export const TEXT_FIELDS: ReadonlySet<string> = new Set([
  ...['version', 'id', 'detail-type', 'source', 'account', 'time', 'region'],
]);

/**
 * Whether a pattern does no more than name texts of fields that every event has: nearly all do. EventBridge takes it, and events can
 * match it, so that nobody has to parse it.
 */
export function isPlain(pattern: object): boolean {
  let fields = 0;
  for (const field in pattern) {
    const texts = (pattern as Record<string, unknown>)[field];
    if (!TEXT_FIELDS.has(field) || !Array.isArray(texts) || texts.length === 0) return false;
    for (const text of texts) if (typeof text !== 'string') return false;
    fields++;
  }
  return fields > 0;
}
