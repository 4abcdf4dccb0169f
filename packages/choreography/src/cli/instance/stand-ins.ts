import { MASK } from '#contracts/mask-personal.ts';

/** The parts of a JSON Schema that are read here. */
interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema | readonly Schema[];
}

/** The data of an event with something that its schema takes in the place of what was masked; a mask that it takes stays. */
export function withStandIns(data: unknown, schema: Schema | undefined): unknown {
  if (data === MASK) return standIn(schema);
  if (Array.isArray(data)) {
    const { items } = schema ?? {};
    return data.map((item, at) => withStandIns(item, Array.isArray(items) ? items[at] : (items as Schema | undefined)));
  }
  if (typeof data !== 'object' || data === null) return data;
  const others = typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, withStandIns(value, schema?.properties?.[name] ?? others)]),
  );
}

const BY_FORMAT: Readonly<Record<string, string>> = {
  email: 'masked@example.com',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
  date: '2000-01-01',
  'date-time': '2000-01-01T00:00:00Z',
};

function standIn({ type, format = '', enum: values, minimum }: Schema = {}): unknown {
  if (values?.[0] !== undefined) return values[0];
  if (type === 'number' || type === 'integer') return Math.max(1, minimum ?? 1);
  return BY_FORMAT[format] ?? MASK;
}
