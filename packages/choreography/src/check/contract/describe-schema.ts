import { constraintsOf, type SchemaObject } from './schema.ts';

const MAX_LENGTH = 100;

/** A schema in a few words, for a sentence: `number`, `"a" or "b"`, `string with maxLength 64`, else as JSON, cut short. */
export function describeSchema(schema: SchemaObject): string {
  const { type, enum: values, const: value, ...others } = constraintsOf(schema);
  const rest = Object.entries(others);
  if (value !== undefined) return JSON.stringify(value);
  if (Array.isArray(values)) return cut(values.map((each) => JSON.stringify(each)).join(' or '));
  if (type === undefined && rest.length === 0) return 'anything';
  const types = [type ?? []].flat().join(' or ');
  if (types && rest.every(([, each]) => typeof each !== 'object'))
    return cut([types, rest.map(([keyword, each]) => `${keyword} ${each}`).join(', ')].filter(Boolean).join(' with '));
  return cut(JSON.stringify(constraintsOf(schema)));
}

const cut = (text: string): string => (text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text);
