/** An entry of PutEvents, as files have it. */
export interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  /** JSON text. */
  readonly Detail: string;
  readonly EventBusName?: string;
}

/** One way in which an instance of a business process goes: what comes from outside makes it go so. */
export interface ProcessPath {
  /** Such as `in stock`. */
  readonly name: string;
  /** How many of all instances go so, in relation to the shares of the other paths. */
  readonly share: number;
  /** What is put once before: it belongs to no instance. */
  readonly given: readonly Entry[];
  /** What is put for each instance. */
  readonly entries: readonly Entry[];
  /** The text in the entries by which instances differ; without it all are alike, and only one is run. */
  readonly key: string | undefined;
  /**
   * Further texts in the entries that differ by instance, such as the id of whom it is for: instances that come together seldom have it in common.
   * @default all have them in common
   */
  readonly varies?: readonly string[];
  /** The function whose URL is given the data of each entry; without it the entries are put on their bus. */
  readonly function: string | undefined;
}

/** The entries of one instance, under a key of its own. @param variety how many values a text has that varies: each comes again after so many instances */
export function entriesOf(
  { entries, key, varies = [] }: ProcessPath,
  instance: number,
  variety = Number.MAX_SAFE_INTEGER,
): Entry[] {
  if (key === undefined) return [...entries];
  const own = new Map(varies.map((text) => [text, keyOf(text, instance % variety)]));
  own.set(key, keyOf(key, instance));
  return entries.map((entry) => ({ ...entry, Detail: JSON.stringify(withOwn(JSON.parse(entry.Detail), own)) }));
}

const keyOf = (key: string, instance: number): string => `${key}-${instance}`;

/** The keys of some instances; none if all are alike. */
export const keysOf = ({ key }: ProcessPath, from: number, count: number): string[] =>
  key === undefined ? [] : Array.from({ length: count }, (_, at) => keyOf(key, from + at));

/** Tells whether a text has the key of an instance of some paths in it, as a word of its own. */
export function mentionsKeyOf(paths: readonly ProcessPath[]): (text: string) => boolean {
  const keys = paths.flatMap(({ key }) => (key === undefined ? [] : [key.replace(/[^\w-]/g, '\\$&')]));
  if (keys.length === 0) return () => false;
  const mention = new RegExp(`(?<!\\w)(?:${keys.join('|')})-\\d+(?!\\w)`);
  return (text) => mention.test(text);
}

function withOwn(value: unknown, own: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return own.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => withOwn(each, own));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withOwn(each, own)]));
}

/** The texts that differ by instance beside the keys, each with the path to it in the detail. */
export function variedValues(path: ProcessPath, variety: number): ReadonlyMap<string, string> {
  const paths = [...commonValues({ ...path, varies: [] })].filter(([text]) => path.varies?.includes(text));
  return new Map(
    paths.flatMap(([text, place]) =>
      Array.from({ length: variety }, (_, at): [string, string] => [keyOf(text, at), place]),
    ),
  );
}

/** The texts in the entries that all instances have in common, each with the path to it in the detail. */
export function commonValues({ entries, key, varies = [] }: ProcessPath): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const collect = (value: unknown, path: string): void => {
    if (typeof value === 'string' && value !== key && !varies.includes(value)) values.set(value, path);
    else if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) collect(each, path === '' ? name : `${path}.${name}`);
  };
  for (const { Detail } of entries) collect(JSON.parse(Detail), '');
  return values;
}
