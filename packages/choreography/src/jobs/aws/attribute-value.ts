/** An attribute value in DynamoDB's JSON (API reference: AttributeValue): one property, which is its type. Bytes are base64. */
export type AttributeValue = Readonly<Record<string, unknown>>;

/** An item, or another map of attributes by name. */
export function toAttributes(item: object): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(item)) if (value !== undefined) attributes[name] = toAttribute(value);
  return attributes;
}

/** An item as plain JavaScript. */
export function fromAttributes(attributes: Readonly<Record<string, AttributeValue>>): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) item[name] = fromAttribute(value);
  return item;
}

/** Plain JavaScript as an attribute value: what `JSON.stringify` leaves out is left out. Throws what DynamoDB has no type for. */
function toAttribute(value: unknown): AttributeValue {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
    case 'bigint':
      return { N: numberText(value) };
    case 'boolean':
      return { BOOL: value };
    case 'object':
      if (value === null) return { NULL: true };
      if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') };
      if (value instanceof Set) return setOf([...value]);
      if (Array.isArray(value)) return { L: value.filter((each) => each !== undefined).map(toAttribute) };
      if (isPlain(value)) return { M: toAttributes(value) };
  }
  throw new TypeError(
    `DynamoDB has no type for ${typeof value === 'object' ? value?.constructor?.name : typeof value}.`,
  );
}

/** An attribute value as plain JavaScript. Throws a number that JavaScript cannot have exactly. */
function fromAttribute(attribute: AttributeValue): unknown {
  const [[type, value] = []] = Object.entries(attribute);
  switch (type) {
    case 'N':
      return numberOf(value as string);
    case 'NULL':
      return null;
    case 'B':
      return bytesOf(value as string);
    case 'L':
      return (value as AttributeValue[]).map(fromAttribute);
    case 'M':
      return fromAttributes(value as Record<string, AttributeValue>);
    case 'SS':
      return new Set(value as string[]);
    case 'NS':
      return new Set((value as string[]).map(numberOf));
    case 'BS':
      return new Set((value as string[]).map(bytesOf));
    default:
      return value;
  }
}

const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
};

function setOf(values: readonly unknown[]): AttributeValue {
  const [first] = values;
  if (first === undefined) throw new TypeError('DynamoDB has no empty set.');
  const [[type, value] = ['']] = Object.entries(toAttribute(first));
  if (!['S', 'N', 'B'].includes(type)) throw new TypeError(`DynamoDB has no set of ${JSON.stringify(value)}.`);
  return { [`${type}S`]: values.map((each) => toAttribute(each)[type]) };
}

function numberText(value: number | bigint): string {
  if (typeof value === 'number' && !isExact(value)) throw new RangeError(`DynamoDB cannot keep the number ${value}.`);
  return String(value);
}

function numberOf(text: string): number {
  const value = Number(text);
  if (!isExact(value)) throw new RangeError(`JavaScript has no number that is exactly ${text}.`);
  return value;
}

const isExact = (value: number): boolean =>
  Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
