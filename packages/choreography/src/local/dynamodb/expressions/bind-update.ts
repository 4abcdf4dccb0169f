import type { AttributeValue } from '#local/dynamodb/values/attribute-value.ts';
import { elementTypeOf, typeOf } from '#local/dynamodb/values/attribute-value.ts';
import type { Operand } from './operand.ts';
import type { UpdateAction, UpdateSection } from './parse-update.ts';
import { type Path, pathConflict } from './path.ts';
import type { Placeholders, Problems } from './placeholders.ts';

/** What SET assigns, with its placeholders resolved. */
export type Source =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'sum'; readonly sign: '+' | '-'; readonly operands: readonly [Source, Source] }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: Source }
  | { readonly kind: 'list_append'; readonly operands: readonly [Source, Source] };

/** One change of an item, with its placeholders resolved. */
export type Change =
  | { readonly section: 'SET'; readonly path: Path; readonly source: Source }
  | { readonly section: 'REMOVE'; readonly path: Path }
  | { readonly section: 'ADD' | 'DELETE'; readonly path: Path; readonly value: AttributeValue };

const TYPE_NAMES: Readonly<Record<string, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  NULL: 'NULL',
  BOOL: 'BOOLEAN',
  L: 'LIST',
  M: 'MAP',
};
const OF_CONDITIONS = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
  'size',
]);

/** Resolves the placeholders of an update, and puts what is wrong with it to the problems. */
export function bindUpdate(
  { actions, repeated }: { actions: readonly UpdateAction[]; repeated: UpdateSection | undefined },
  placeholders: Placeholders,
  problems: Problems,
): Change[] {
  if (repeated) problems.add('section', `The "${repeated}" section can only be used once in an update expression;`);
  const changes = actions.map((action) => bindAction(action, placeholders, problems));
  for (const [at, { path }] of changes.entries()) {
    for (const { path: earlier } of changes.slice(0, at)) {
      const conflict = pathConflict(earlier, path);
      if (conflict) problems.add('path', conflict);
    }
  }
  return changes;
}

function bindAction(
  { section, path: steps, operand }: UpdateAction,
  placeholders: Placeholders,
  problems: Problems,
): Change {
  const path = placeholders.path(steps, problems);
  if (!operand) return { section: 'REMOVE', path };
  if (section === 'SET') return { section, path, source: bindSource(operand, placeholders, problems) };
  const value = operand.kind === 'value' ? placeholders.value(operand.placeholder, problems) : { NULL: true };
  const type = typeOf(value);
  if (!elementTypeOf(type) && !(section === 'ADD' && type === 'N'))
    problems.add(
      'operand-type',
      `Incorrect operand type for operator or function; operator: ${section}, operand type: ${TYPE_NAMES[type]}, typeSet: ALLOWED_FOR_${section}_OPERAND`,
    );
  return { section: section as 'ADD' | 'DELETE', path, value };
}

function bindSource(operand: Operand, placeholders: Placeholders, problems: Problems): Source {
  switch (operand.kind) {
    case 'path':
      return { kind: 'path', path: placeholders.path(operand.steps, problems) };
    case 'value':
      return { kind: 'value', value: placeholders.value(operand.placeholder, problems) };
    case 'sum': {
      const operands = operand.operands.map((inner) => bindSource(inner, placeholders, problems));
      checkTypes(operand.sign, operands, 'N', problems);
      return { kind: 'sum', sign: operand.sign, operands: operands as [Source, Source] };
    }
    case 'function':
      return bindFunction(operand.name, operand.operands, placeholders, problems);
  }
}

function bindFunction(
  name: string,
  operands: readonly Operand[],
  placeholders: Placeholders,
  problems: Problems,
): Source {
  const sources = operands.map((operand) => bindSource(operand, placeholders, problems));
  if (name !== 'if_not_exists' && name !== 'list_append') {
    problems.add(
      'unknown-function',
      OF_CONDITIONS.has(name)
        ? `The function is not allowed in an update expression; function: ${name}`
        : `Invalid function name; function: ${name}`,
    );
    return { kind: 'value', value: { NULL: true } };
  }
  const [first, second] = sources;
  if (sources.length !== 2 || !first || !second) {
    problems.add(
      'operand-count',
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${sources.length}`,
    );
    return { kind: 'value', value: { NULL: true } };
  }
  if (name === 'list_append') {
    // Only values, paths and `if_not_exists` may be appended.
    const misused = sources.find(({ kind }) => kind === 'list_append' || kind === 'sum');
    if (misused)
      problems.add(
        'misused-function',
        `The function is not allowed to be used this way in an expression; function: ${misused.kind === 'sum' ? misused.sign : misused.kind}`,
      );
    checkTypes(name, sources, 'L', problems);
    return { kind: 'list_append', operands: [first, second] };
  }
  if (first.kind !== 'path') {
    problems.add('operand-type', `Operator or function requires a document path; operator or function: ${name}`);
    return { kind: 'value', value: { NULL: true } };
  }
  return { kind: 'if_not_exists', path: first.path, otherwise: second };
}

function checkTypes(operator: string, operands: readonly Source[], type: 'N' | 'L', problems: Problems): void {
  for (const operand of operands) {
    if (operand.kind !== 'value' || typeOf(operand.value) === type) continue;
    problems.add(
      'operand-type',
      `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(operand.value)}`,
    );
  }
}
