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
  /** The function whose URL is given the data of each entry; without it the entries are put on their bus. */
  readonly function: string | undefined;
}

/** The entries of one instance, under a key of its own. */
export function entriesOf({ entries, key }: ProcessPath, instance: number): Entry[] {
  if (key === undefined) return [...entries];
  return entries.map((entry) => ({
    ...entry,
    Detail: JSON.stringify(withKey(JSON.parse(entry.Detail), key, keyOf(key, instance))),
  }));
}

const keyOf = (key: string, instance: number): string => `${key}-${instance}`;

/** The keys of some instances; none if all are alike. */
export const keysOf = ({ key }: ProcessPath, from: number, count: number): string[] =>
  key === undefined ? [] : Array.from({ length: count }, (_, at) => keyOf(key, from + at));

function withKey(value: unknown, key: string, own: string): unknown {
  if (value === key) return own;
  if (Array.isArray(value)) return value.map((each) => withKey(each, key, own));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withKey(each, key, own)]));
}

/** The texts in the entries that all instances have in common, each with the path to it in the detail. */
export function commonValues({ entries, key }: ProcessPath): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const collect = (value: unknown, path: string): void => {
    if (typeof value === 'string' && value !== key) values.set(value, path);
    else if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) collect(each, path === '' ? name : `${path}.${name}`);
  };
  for (const { Detail } of entries) collect(JSON.parse(Detail), '');
  return values;
}
