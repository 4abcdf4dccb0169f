import * as fc from 'fast-check';

export type Value = Record<string, unknown>;
export type Item = Record<string, Value>;

export const TABLE = {
  TableName: 'oracle',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'N' },
    { AttributeName: 'g', AttributeType: 'S' },
    { AttributeName: 'h', AttributeType: 'B' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: 'local',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'h', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'keys',
      KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
    {
      IndexName: 'some',
      KeySchema: [
        { AttributeName: 'g', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['a', 'm'] },
    },
  ],
};

const text = fc.constantFrom('', 'a', 'b', 'ab', 'abc', 'ä', '\u{1f600}', '\ufb00', 'S', 'N', 'L');
const NUMBERS = ['0', '1', '-1', '2', '1.5', '-1.5', '10', '9007199254740993', '9007199254740992', '0.1', '0.2'];
const EXTREMES = ['1E125', '9.9E125', '-9.9E125', '1E-130', '-1E-130', '9'.repeat(38), `0.${'3'.repeat(38)}`];
const ODD_NUMBERS = ['+5', '1.50', '-0', '007', '1e2', '.5', '5.', '1E126', '1E-131', '9'.repeat(39), 'x', ''];
const number = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 2, arbitrary: fc.constantFrom(...EXTREMES) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD_NUMBERS) },
);
const bytes = fc.constantFrom('', 'YQ==', 'YWI=', 'YWJj', '/w==');
const set = <T>(element: fc.Arbitrary<T>) => fc.uniqueArray(element, { minLength: 1, maxLength: 3 });

const { value } = fc.letrec<{ value: Value; list: Value; map: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    fc.record({ S: text }),
    fc.record({ N: number }),
    fc.record({ B: bytes }),
    fc.record({ BOOL: fc.boolean() }),
    fc.record({ NULL: fc.constant(true) }),
    fc.record({ SS: set(text) }),
    fc.record({ NS: set(fc.constantFrom(...NUMBERS)) }),
    fc.record({ BS: set(bytes) }),
    tie('list'),
    tie('map'),
  ),
  list: fc.record({ L: fc.array(tie('value'), { maxLength: 3 }) }),
  map: fc.record({ M: fc.dictionary(fc.constantFrom('x', 'y'), tie('value'), { maxKeys: 2 }) }),
}));

const key = fc.record({ pk: fc.constant({ S: 'p' }), sk: fc.constantFrom({ N: '1' }, { N: '-2.5' }) });
const optional = { requiredKeys: [] as never[] };
const attributes = fc.record(
  {
    a: value,
    b: value,
    n: fc.record({ N: fc.constantFrom(...NUMBERS) }),
    l: fc.record({ L: fc.array(value, { maxLength: 4 }) }),
    m: fc.record({ M: fc.dictionary(fc.constantFrom('x', 'y'), value, { maxKeys: 2 }) }),
    ss: fc.record({ SS: set(text) }),
    g: fc.oneof({ weight: 9, arbitrary: fc.constantFrom({ S: 'g' }, { S: 'other' }) }, { weight: 1, arbitrary: value }),
    h: fc.constantFrom({ B: 'YQ==' }, { B: '/w==' }),
  },
  optional,
);
export const item: fc.Arbitrary<Item> = fc.tuple(key, attributes).map(([one, other]) => ({ ...one, ...other }));

const path = fc.constantFrom(
  ...[
    'a',
    'b',
    'n',
    'l',
    'm',
    'ss',
    'g',
    '#a',
    'l[0]',
    'l[1]',
    'l[3]',
    'm.x',
    'm.y',
    'm.x.y',
    'l[0].x',
    'l[1][0]',
    'a[0]',
    'absent',
  ],
  ...['pk', 'sk', 'pk.x', 'status', '#none', 'm.#x'],
);
const common = fc.constantFrom('a', 'b', 'n', 'l', 'm', 'ss', '#a', 'l[0]', 'l[1]', 'm.x', 'absent');
const anyPath = fc.oneof({ weight: 6, arbitrary: common }, { weight: 1, arbitrary: path });
const placeholder = fc.constantFrom(':v', ':w', ':n', ':type', ':v');

const { condition } = fc.letrec<{ condition: string; operand: string }>((tie) => ({
  operand: fc.oneof(
    { weight: 4, arbitrary: anyPath },
    { weight: 4, arbitrary: placeholder },
    { weight: 1, arbitrary: anyPath.map((one) => `size(${one})`) },
  ),
  condition: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    fc
      .tuple(tie('operand'), fc.constantFrom('=', '<>', '<', '<=', '>', '>='), tie('operand'))
      .map(([left, operator, right]) => `${left} ${operator} ${right}`),
    fc.tuple(tie('operand'), tie('operand'), tie('operand')).map(([a, b, c]) => `${a} BETWEEN ${b} AND ${c}`),
    fc
      .tuple(tie('operand'), fc.array(tie('operand'), { minLength: 1, maxLength: 3 }))
      .map(([one, others]) => `${one} IN (${others.join(', ')})`),
    fc
      .tuple(fc.constantFrom('begins_with', 'contains'), tie('operand'), tie('operand'))
      .map(([name, a, b]) => `${name}(${a}, ${b})`),
    fc.tuple(fc.constantFrom('attribute_exists', 'attribute_not_exists'), anyPath).map(([name, a]) => `${name}(${a})`),
    anyPath.map((one) => `attribute_type(${one}, :type)`),
    tie('condition').map((one) => `NOT ${one}`),
    tie('condition').map((one) => `NOT (${one})`),
    fc
      .tuple(tie('condition'), fc.constantFrom('AND', 'OR', 'and'), tie('condition'))
      .map(([left, operator, right]) => `${left} ${operator} ${right}`),
    fc
      .tuple(tie('condition'), fc.constantFrom('AND', 'OR'), tie('condition'))
      .map(([left, operator, right]) => `(${left}) ${operator} ${right}`),
  ),
}));

const source = fc.oneof(
  { weight: 3, arbitrary: placeholder },
  { weight: 3, arbitrary: anyPath },
  { weight: 2, arbitrary: fc.tuple(anyPath, placeholder).map(([a, b]) => `if_not_exists(${a}, ${b})`) },
  { weight: 2, arbitrary: fc.tuple(anyPath, anyPath).map(([a, b]) => `list_append(${a}, ${b})`) },
  { weight: 1, arbitrary: fc.tuple(anyPath, placeholder).map(([a, b]) => `list_append(${a}, ${b})`) },
  { weight: 2, arbitrary: fc.tuple(anyPath, placeholder).map(([a, b]) => `${a} + ${b}`) },
  { weight: 2, arbitrary: fc.tuple(placeholder, anyPath).map(([a, b]) => `${a} - ${b}`) },
  { weight: 1, arbitrary: fc.tuple(anyPath, placeholder).map(([a, b]) => `if_not_exists(${a}, ${b}) + ${b}`) },
);
const actions = (one: fc.Arbitrary<string>) =>
  fc.array(one, { minLength: 1, maxLength: 2 }).map((all) => all.join(', '));
const section = fc.oneof(
  { weight: 4, arbitrary: actions(fc.tuple(anyPath, source).map(([a, b]) => `${a} = ${b}`)).map((s) => `SET ${s}`) },
  { weight: 2, arbitrary: actions(anyPath).map((s) => `REMOVE ${s}`) },
  { weight: 2, arbitrary: actions(fc.tuple(anyPath, placeholder).map(([a, b]) => `${a} ${b}`)).map((s) => `ADD ${s}`) },
  {
    weight: 1,
    arbitrary: actions(fc.tuple(anyPath, placeholder).map(([a, b]) => `${a} ${b}`)).map((s) => `DELETE ${s}`),
  },
);
const update = fc.array(section, { minLength: 1, maxLength: 2 }).map((sections) => sections.join(' '));
const projection = fc.array(anyPath, { minLength: 1, maxLength: 3 }).map((paths) => paths.join(', '));

const values = fc.record({
  ':v': value,
  ':w': value,
  ':n': fc.record({ N: number }),
  ':type': fc.constantFrom({ S: 'S' }, { S: 'N' }, { S: 'L' }, { S: 'M' }, { S: 'x' }),
});
const NAMES = { '#a': 'a', '#x': 'x' };

/** Placeholders for what the expressions use, no more: what is unused is refused before all else. */
function placeholdersIn(expressions: string, given: Item): object {
  const used = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => new RegExp(`${name}\\b`).test(expressions)));
  const [names, usedValues] = [used(NAMES), used(given)];
  return {
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(usedValues).length > 0 && { ExpressionAttributeValues: usedValues }),
  };
}

/** An operation with its parameters. */
export interface Request {
  operation: string;
  parameters: Record<string, unknown>;
}

const shared = { TableName: TABLE.TableName, ReturnConsumedCapacity: 'INDEXES' };
const keyOf = ({ pk, sk }: Item): Item => ({ pk: pk as Value, sk: sk as Value });
const returned = fc.constantFrom('NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW');

/** A request on the table in which `stored` is. */
export function requestOn(stored: Item): fc.Arbitrary<Request> {
  const Key = keyOf(stored);
  const conditional = fc.tuple(condition, values).map(([ConditionExpression, given]) => ({
    operation: 'DeleteItem',
    parameters: { ...shared, Key, ConditionExpression, ...placeholdersIn(ConditionExpression, given) },
  }));
  const updating = fc.tuple(update, values, returned).map(([UpdateExpression, given, ReturnValues]) => ({
    operation: 'UpdateItem',
    parameters: { ...shared, Key, UpdateExpression, ReturnValues, ...placeholdersIn(UpdateExpression, given) },
  }));
  const getting = fc.tuple(projection, fc.boolean()).map(([ProjectionExpression, ConsistentRead]) => ({
    operation: 'GetItem',
    parameters: { ...shared, Key, ProjectionExpression, ConsistentRead, ...placeholdersIn(ProjectionExpression, {}) },
  }));
  const putting = item.map((Item) => ({
    operation: 'PutItem',
    parameters: { ...shared, Item, ReturnValues: 'ALL_OLD' },
  }));
  return fc.oneof(
    { weight: 5, arbitrary: conditional },
    { weight: 5, arbitrary: updating },
    { weight: 2, arbitrary: getting },
    { weight: 2, arbitrary: putting },
    { weight: 3, arbitrary: querying },
    { weight: 2, arbitrary: scanning },
  );
}

const KEY_CONDITIONS: Readonly<Record<string, string[]>> = {
  none: ['pk = :p', 'pk = :p AND sk >= :n', 'pk = :p AND sk BETWEEN :v AND :n', ':p = pk AND :n > sk', 'sk = :n'],
  local: ['pk = :p', 'pk = :p AND h >= :v', 'pk = :p AND begins_with(h, :v)', 'pk = :p AND sk = :n'],
  keys: ['g = :g', 'g = :v', 'g = :g AND sk = :n', 'g > :g'],
  some: ['g = :g', 'g = :g AND sk < :n', 'g = :g AND sk <> :n', 'NOT g = :g'],
};
const index = fc.constantFrom('none', 'local', 'keys', 'some');
const readOptions = fc.record(
  {
    filter: condition,
    projection,
    Select: fc.constantFrom('COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES'),
    Limit: fc.constantFrom(1, 2),
  },
  optional,
);

const querying = fc
  .tuple(
    index.chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...(KEY_CONDITIONS[name] ?? [])))),
    readOptions,
    values,
    fc.boolean(),
  )
  .map(([[name, KeyConditionExpression], options, given, ScanIndexForward]) => ({
    operation: 'Query',
    parameters: {
      ...reading(name, options, { ...given, ':p': { S: 'p' }, ':g': { S: 'g' } }, KeyConditionExpression),
      KeyConditionExpression,
      ScanIndexForward,
    },
  }));

const scanning = fc.tuple(index, readOptions, values).map(([name, options, given]) => ({
  operation: 'Scan',
  parameters: reading(name, { ...options, Limit: undefined }, given, ''),
}));

function reading(
  name: string,
  {
    filter,
    projection: paths,
    Select,
    Limit,
  }: { filter?: string; projection?: string; Select?: string; Limit?: number | undefined },
  given: Item,
  keyCondition: string,
) {
  return {
    ...shared,
    ...(name !== 'none' && { IndexName: name }),
    ...(filter && { FilterExpression: filter }),
    ...(paths && { ProjectionExpression: paths }),
    ...(Select && { Select }),
    ...(Limit && { Limit }),
    ...placeholdersIn([keyCondition, filter, paths].join(' '), given),
  };
}
