import { AwsError, validationError } from '#local/gateway/aws-error.ts';
import { isObject } from '#template/document/as-object.ts';

/** What a parameter must be, as the service's own model has it. */
export interface Constraint {
  readonly required?: true;
  /** Of the length of a text or list, or of a number. */
  readonly min?: number;
  readonly max?: number;
  /** As the service prints it; all of the text must match. */
  readonly pattern?: string;
  readonly oneOf?: readonly string[];
  /** How the service prints a value that is wrong, where it is no text or number. */
  readonly printed?: (value: unknown) => string;
  /** Of the items of a list. */
  readonly members?: Shape;
  /** Of the parts of a structure. */
  readonly parts?: Shape;
}
export type Shape = Readonly<Record<string, Constraint>>;

/** Checks a call's parameters, and names all that is wrong in one answer, in the service's words. */
export function checkShape(input: Readonly<Record<string, unknown>>, shape: Shape): void {
  const wrong = violations(input, shape, '');
  if (wrong.length === 0) return;
  throw validationError(
    `${wrong.length} validation error${wrong.length === 1 ? '' : 's'} detected: ${wrong.join('; ')}`,
  );
}

function violations(input: Readonly<Record<string, unknown>>, shape: Shape, under: string): string[] {
  const found: string[] = [];
  for (const name in shape) {
    const constraint = shape[name] as Constraint;
    const value = input[name] ?? null;
    if (value === null) {
      if (constraint.required)
        found.push(`Value null at '${placeOf(under, name)}' failed to satisfy constraint: Member must not be null`);
      continue;
    }
    const broken = brokenBy(value, constraint);
    // A value is printed only when it is wrong: that of a list is long.
    if (broken.length > 0) {
      const told = `Value '${(constraint.printed ?? textOf)(value)}' at '${placeOf(under, name)}' failed to satisfy constraint:`;
      found.push(...broken.map((must) => `${told} Member must ${must}`));
    }
    if (constraint.members || constraint.parts) found.push(...below(value, constraint, placeOf(under, name)));
  }
  return found;
}

/** A parameter as the service names it: `entries.1.member.source`. */
const placeOf = (under: string, name: string): string => `${under}${name.charAt(0).toLowerCase()}${name.slice(1)}`;

function brokenBy(value: unknown, { min = 0, max = Number.POSITIVE_INFINITY, pattern, oneOf }: Constraint): string[] {
  const sized = typeof value === 'string' || Array.isArray(value);
  if (typeof value === 'number' || sized) {
    const size = sized ? value.length : value;
    const what = sized ? 'have length' : 'have value';
    const broken: string[] = [];
    if (typeof value === 'string' && pattern !== undefined && !expressionOf(pattern).test(value))
      broken.push(`satisfy regular expression pattern: ${pattern}`);
    if (size < min) broken.push(`${what} greater than or equal to ${min}`);
    if (size > max) broken.push(`${what} less than or equal to ${max}`);
    if (oneOf && !oneOf.includes(String(value))) broken.push(`satisfy enum value set: [${oneOf.join(', ')}]`);
    return broken;
  }
  return [];
}

/** By pattern: those of the shapes, which are few. */
const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern) ?? new RegExp(`^(?:${pattern})$`);
  expressions.set(pattern, known);
  return known;
}

function below(value: unknown, { members, parts }: Constraint, at: string): string[] {
  if (members) {
    if (!Array.isArray(value)) throw notReadable(at, 'list');
    return value.flatMap((item, index) => violations(structure(item, at), members, `${at}.${index + 1}.member.`));
  }
  return parts ? violations(structure(value, at), parts, `${at}.`) : [];
}

function structure(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw notReadable(at, 'structure');
  return value as Readonly<Record<string, unknown>>;
}

const notReadable = (at: string, kind: string): AwsError =>
  new AwsError('SerializationException', `Parameter ${at} must be a ${kind}.`);

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
