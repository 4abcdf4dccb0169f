import { RepeatedValue, readJson, writeJson } from '#local/events/json/exact-json.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A pattern without `$or` for each way to match it, as texts. */
export const branchesOf = (pattern: string): string[] => expanded(readJson(pattern) as Fields).map(writeJson);

function expanded(fields: Fields): Fields[] {
  return Object.entries(fields).reduce<Fields[]>(
    (ways, [key, value]) => {
      const last = value instanceof RepeatedValue && key !== '$or' ? value.values.at(-1) : value;
      const values = key === '$or' ? alternatives(last) : Array.isArray(last) ? [{ [key]: last }] : below(key, last);
      return ways.flatMap((way) => values.map((each) => ({ ...way, ...each })));
    },
    [{}],
  );
}

const alternatives = (branches: unknown): Fields[] => (branches as Fields[]).flatMap(expanded);

const below = (key: string, fields: unknown): Fields[] => expanded(fields as Fields).map((each) => ({ [key]: each }));
