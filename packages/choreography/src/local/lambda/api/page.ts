/** One page of a list (API reference: Marker, MaxItems); fifty items unless fewer are asked for. */
export function page<Item>(
  items: readonly Item[],
  query: URLSearchParams,
  key: (item: Item) => string,
): { page: readonly Item[]; NextMarker?: string } {
  const marker = query.get('Marker');
  const size = Math.min(50, Number(query.get('MaxItems') ?? 50));
  const from = marker ? items.findIndex((item) => key(item) === marker) + 1 : 0;
  const shown = items.slice(from, from + size);
  const last = shown.at(-1);
  return { page: shown, ...(last !== undefined && from + size < items.length && { NextMarker: key(last) }) };
}
