/** An answer in which nothing differs from run to run or from account to account. */
export type Answer = null | boolean | number | string | readonly Answer[] | { readonly [key: string]: Answer };

/** What an engine calls the things that every story names the same. */
export interface Names {
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  /** The unique names that a story took, each with the word it stands for. */
  readonly unique: ReadonlyMap<string, string>;
}

/** Keys whose values an engine makes up. */
const MADE_UP = new Set([
  'NextToken',
  'ReceiptHandle',
  'MessageId',
  'EventId',
  'RevisionId',
  'CodeSha256',
  'CodeSize',
  'SequenceNumber',
  'MD5OfMessageBody',
  'LastModified',
  'requestId',
]);

/** Replaces what an engine makes up (ids, times, names, addresses) by what it is: `<EventId>`, `<time>`, `<account>`. */
export function normalise(value: unknown, names: Names, key = ''): Answer {
  if (value === null || value === undefined) return null;
  if (MADE_UP.has(key) && value !== '') return `<${key}>`;
  if (value instanceof Date) return '<time>';
  if (value instanceof Uint8Array) return normalise(new TextDecoder().decode(value), names);
  if (Array.isArray(value)) return value.map((each) => normalise(each, names));
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name, member]) => member !== undefined && name !== '$metadata')
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, member]) => [normaliseText(name, names), normalise(member, names, name)]),
    );
  }
  return typeof value === 'string' ? normaliseText(value, names) : (value as Answer);
}

function normaliseText(text: string, { endpoint, region, account, unique }: Names): string {
  let named = text;
  for (const [name, word] of unique) named = named.replaceAll(name, `<${word}>`);
  return named
    .replaceAll(endpoint, '<endpoint>')
    .replaceAll(account, '<account>')
    .replaceAll(region, '<region>')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)/g, '<time>');
}
