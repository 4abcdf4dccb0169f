import { asJson, asObject, isObject } from '#template/document/as-object.ts';

/** A statement of an IAM policy, as far as the map reads it (IAM user guide: "IAM JSON policy elements reference"). */
export interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
}

/** The statements of a policy document, which some resource types hold as text. */
export function statementsIn(document: unknown): Statement[] {
  const all = asObject(asJson(document)).Statement;
  if (!Array.isArray(all)) return isObject(all) ? [wellFormed(all)] : [];
  const statements: Statement[] = [];
  for (const each of all) if (isObject(each)) statements.push(wellFormed(each));
  return statements;
}

/** A statement whose conditions are operators, each with its keys; what is none of that says nothing. */
function wellFormed(statement: Readonly<Record<string, unknown>>): Statement {
  const { Condition } = statement;
  if (Condition === undefined || (isObject(Condition) && hasOnlyObjects(Condition))) return statement;
  const operators = Object.entries(asObject(Condition)).map(([operator, keys]) => [operator, asObject(keys)]);
  return { ...statement, Condition: Object.fromEntries(operators) };
}

function hasOnlyObjects(object: Readonly<Record<string, unknown>>): boolean {
  for (const key in object) if (!isObject(object[key])) return false;
  return true;
}

/** One or several, as policies write them. */
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? NOTHING : [value];

const NOTHING: readonly never[] = [];

/** Whether a statement is about an action: names have `*` and `?`, and no case. */
export function isAbout({ Action, NotAction }: Statement, action: string): boolean {
  return NotAction !== undefined ? !oneFits(NotAction, action) : Action !== undefined && oneFits(Action, action);
}

function oneFits(patterns: unknown, action: string): boolean {
  if (!Array.isArray(patterns)) return actionFits(patterns, action);
  for (const pattern of patterns) if (actionFits(pattern, action)) return true;
  return false;
}

function actionFits(pattern: unknown, action: string): boolean {
  const written = String(pattern);
  if (written === '*' || written === action) return true;
  const hasWildcards = written.includes('*') || written.includes('?');
  // An action has letters of ASCII alone, whose case does not change their number: most are told apart by it.
  if (!hasWildcards && written.length !== action.length) return false;
  const text = written.toLowerCase();
  if (!hasWildcards) return text === action.toLowerCase();
  const expression = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`).test(action.toLowerCase());
}
