/** The fields of an entry of PutEvents, in the order in which the service prints them. */
const FIELDS = [
  ...['Time', 'Source', 'Resources', 'DetailType', 'Detail', 'EventBusName', 'TraceHeader'],
  ...['KmsKeyIdentifier', 'InternalMetadata'],
];

/** Entries as the service prints them when they are too many: `[PutEventsRequestEntry(time=null, source=…, …)]`. */
export function printEntries(entries: unknown): string {
  if (!Array.isArray(entries)) return String(entries);
  return `[${entries.map((entry) => `PutEventsRequestEntry(${FIELDS.map((field) => printed(field, entry)).join(', ')})`).join(', ')}]`;
}

function printed(field: string, entry: Record<string, unknown>): string {
  const value = entry[field] ?? null;
  const text = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
  return `${field.charAt(0).toLowerCase()}${field.slice(1)}=${text}`;
}
