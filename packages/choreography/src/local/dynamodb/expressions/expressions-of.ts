import type { Fields } from '#local/dynamodb/dynalite.ts';
import type { AttributeValue } from '#local/dynamodb/values/attribute-value.ts';
import { type BoundCondition, bindCondition } from './bind-condition.ts';
import { bindUpdate, type Change } from './bind-update.ts';
import { parseCondition } from './parse-condition.ts';
import { parseProjection } from './parse-projection.ts';
import { parseUpdate } from './parse-update.ts';
import { type Path, pathConflict } from './path.ts';
import { checkPlaceholders, Placeholders, Problems } from './placeholders.ts';
import { remember } from './remember.ts';
import { ExpressionError } from './tokens.ts';

/** The expressions of one request, ready to be applied to items. */
export interface Expressions {
  readonly update?: readonly Change[];
  readonly condition?: BoundCondition;
  readonly keyCondition?: BoundCondition;
  readonly filter?: BoundCondition;
  readonly projection?: readonly Path[];
}

const conditionOf = remember(parseCondition);
const bindConditionOf = (text: string, placeholders: Placeholders, problems: Problems) =>
  bindCondition(conditionOf(text), placeholders, problems);
const updateOf = remember(parseUpdate);
const projectionOf = remember(parseProjection);

/** By parameter, in the order in which DynamoDB reads them. */
const READERS = [
  ['update', 'UpdateExpression', (text, ...rest) => bindUpdate(updateOf(text), ...rest)],
  ['condition', 'ConditionExpression', bindConditionOf],
  ['keyCondition', 'KeyConditionExpression', bindConditionOf],
  ['filter', 'FilterExpression', bindConditionOf],
  ['projection', 'ProjectionExpression', bindProjection],
] as const satisfies readonly (readonly [
  keyof Expressions,
  string,
  (text: string, placeholders: Placeholders, problems: Problems) => unknown,
])[];

/**
 * Reads the expressions of a request with their placeholders.
 *
 * @returns what is wrong with them, in DynamoDB's words, or the expressions
 */
export function expressionsOf(data: Fields): string | Expressions {
  const names = data.ExpressionAttributeNames as Record<string, string> | undefined;
  const values = data.ExpressionAttributeValues as Record<string, AttributeValue> | undefined;
  const wrong = checkPlaceholders(names, values);
  if (wrong) return wrong;
  const placeholders = new Placeholders(names, values);
  const expressions: Record<string, unknown> = {};
  for (const [kind, parameter, read] of READERS) {
    const text = data[parameter] as string | undefined;
    if (text === undefined) continue;
    const problems = new Problems();
    try {
      expressions[kind] = read(text, placeholders, problems);
    } catch (error) {
      if (error instanceof ExpressionError) return `Invalid ${parameter}: ${error.message}`;
      throw error;
    }
    if (problems.first) return `Invalid ${parameter}: ${problems.first}`;
  }
  return placeholders.unused() ?? (expressions as Expressions);
}

function bindProjection(text: string, placeholders: Placeholders, problems: Problems): Path[] {
  const paths = projectionOf(text).map((steps) => placeholders.path(steps, problems));
  for (const [at, path] of paths.entries()) {
    for (const earlier of paths.slice(0, at)) {
      const conflict = pathConflict(earlier, path);
      if (conflict) problems.add('path', conflict);
    }
  }
  return paths;
}
