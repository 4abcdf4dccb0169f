import type { Table } from '#local/dynamodb/dynalite.ts';

export interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

/** The attributes that the items of a table or an index are found by. */
export interface KeySchema {
  readonly hash: KeyAttribute;
  readonly range: KeyAttribute | undefined;
}

export interface Index extends KeySchema {
  readonly name: string;
  readonly isGlobal: boolean;
  /** The names of the attributes that the index has; undefined for all. */
  readonly projected: ReadonlySet<string> | undefined;
}

/** What the items of a table are kept by. */
export interface TableSchema extends KeySchema {
  readonly name: string;
  readonly indexes: readonly Index[];
}

interface DescribedKey {
  AttributeName: string;
}
interface DescribedIndex {
  IndexName: string;
  KeySchema: DescribedKey[];
  Projection: { ProjectionType?: string; NonKeyAttributes?: string[] };
}

const schemas = new WeakMap<Table, TableSchema>();

/** The schema of a table, from its description. */
export function schemaOf(table: Table): TableSchema {
  const known = schemas.get(table);
  if (known) return known;
  const schema = read(table);
  schemas.set(table, schema);
  return schema;
}

export function keyAttributes({ hash, range }: KeySchema): readonly KeyAttribute[] {
  return range ? [hash, range] : [hash];
}

function read(table: Table): TableSchema {
  const definitions = table.AttributeDefinitions as { AttributeName: string; AttributeType: KeyAttribute['type'] }[];
  const attribute = ({ AttributeName: name }: DescribedKey): KeyAttribute => ({
    name,
    type: definitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? 'S',
  });
  const keys = ([hash, range]: DescribedKey[]): KeySchema => ({
    hash: attribute(hash as DescribedKey),
    range: range && attribute(range),
  });
  const own = keys(table.KeySchema as DescribedKey[]);
  const index = (isGlobal: boolean) => (described: DescribedIndex) => {
    const schema = keys(described.KeySchema);
    const { ProjectionType, NonKeyAttributes = [] } = described.Projection;
    const names = [...keyAttributes(own), ...keyAttributes(schema)].map(({ name }) => name);
    const projected = ProjectionType === 'ALL' ? undefined : new Set([...names, ...NonKeyAttributes]);
    return { ...schema, name: described.IndexName, isGlobal, projected };
  };
  return {
    ...own,
    name: table.TableName,
    indexes: [
      ...((table.LocalSecondaryIndexes ?? []) as DescribedIndex[]).map(index(false)),
      ...((table.GlobalSecondaryIndexes ?? []) as DescribedIndex[]).map(index(true)),
    ],
  };
}
