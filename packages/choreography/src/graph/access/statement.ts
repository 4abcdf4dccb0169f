import { asJson, asObject, isObject, objectsIn } from '#template/document/as-object.ts';

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
  return objectsIn(asObject(asJson(document)).Statement).map(wellFormed);
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
export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Whether a statement is about an action: names have `*` and `?`, and no case. */
export function isAbout({ Action, NotAction }: Statement, action: string): boolean {
  if (NotAction !== undefined) return !listOf(NotAction).some((pattern) => actionFits(pattern, action));
  return listOf(Action).some((pattern) => actionFits(pattern, action));
}

function actionFits(pattern: unknown, action: string): boolean {
  const text = String(pattern).toLowerCase();
  if (text === '*' || text === action.toLowerCase()) return true;
  if (!/[*?]/.test(text)) return false;
  const expression = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`).test(action.toLowerCase());
}
