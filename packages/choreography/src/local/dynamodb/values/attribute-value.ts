/** A value as the wire has it: one key, the type, such as `{ S: 'text' }`, `{ N: '1' }` or `{ M: { … } }`. */
export type AttributeValue = Readonly<Record<string, unknown>>;

/** The ten types of DynamoDB. */
export type AttributeType = 'S' | 'N' | 'B' | 'SS' | 'NS' | 'BS' | 'L' | 'M' | 'BOOL' | 'NULL';

/** The types that are ordered, and that a key may have. */
export const ORDERED_TYPES: ReadonlySet<string> = new Set(['S', 'N', 'B']);

export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw new Error('A value of DynamoDB has no type.');
}

/** The type of the elements of a set; undefined for a type that is no set. */
export function elementTypeOf(type: string): 'S' | 'N' | 'B' | undefined {
  return type === 'SS' ? 'S' : type === 'NS' ? 'N' : type === 'BS' ? 'B' : undefined;
}

export const elementsOf = (value: AttributeValue): readonly string[] => value[typeOf(value)] as string[];
export const listOf = (value: AttributeValue): readonly AttributeValue[] => value.L as AttributeValue[];
export const mapOf = (value: AttributeValue): Readonly<Record<string, AttributeValue>> =>
  value.M as Record<string, AttributeValue>;
