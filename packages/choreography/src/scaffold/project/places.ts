import { posix } from 'node:path';
import { importsOf } from '#scaffold/syntax/imports.ts';
import { isList } from '#scaffold/syntax/list.ts';
import { callsOf, type Module, type Node, type NodeOf, nodesIn, nodesOf, propertyOf } from '#scaffold/syntax/module.ts';
import { InputError } from '#template/input-error.ts';
import type { Draft } from './draft.ts';
import type { Declared, ParticipantFacts } from './read-project.ts';

/** The object literal of a participant's jobs, in `defineParticipant('…', { jobs: { … } })`. */
export const jobsOf = (module: Module, { name }: ParticipantFacts): NodeOf<'ObjectExpression'> =>
  objectAt(module, callOf(module, 'defineParticipant', name).arguments[1], 'jobs', `the jobs of "${name}"`);

/** The object literal of a process's steps, in `defineProcess('…', { steps: { … } })`. */
export const stepsOf = (module: Module, name: string): NodeOf<'ObjectExpression'> =>
  objectAt(module, callOf(module, 'defineProcess', name).arguments[1], 'steps', `the steps of "${name}"`);

function callOf(module: Module, called: string, name: string): NodeOf<'CallExpression'> {
  const call = callsOf(module.program, called).find(
    ({ arguments: [first] }) => first?.type === 'Literal' && first.value === name,
  );
  return call ?? notFound(module, `${called}('${name}', { … })`);
}

function objectAt(
  module: Module,
  object: Node | undefined,
  property: string,
  what: string,
): NodeOf<'ObjectExpression'> {
  const value = propertyOf(object, property);
  return value?.type === 'ObjectExpression' ? value : notFound(module, `${what} as an object literal`);
}

export function notFound({ path }: Module, what: string): never {
  throw new InputError(`"${path}" has not ${what}, which is where a line belongs: add it by hand.`);
}

/** The file of a participant's stack: one in `infra` that imports the participant and has a class. */
export function stackFile(draft: Draft, participant: Declared): string {
  const file = draft
    .list('infra', '.ts')
    .find(
      (path) =>
        imports(draft.module(path), participant) && nodesOf(draft.module(path).program, 'ClassDeclaration').length > 0,
    );
  if (file) return file;
  throw new InputError(`No file in "infra" has a stack of "${participant.constant}".`);
}

const imports = (module: Module, { constant, file }: Declared): boolean =>
  importsOf(module).some(
    ({ source, specifiers }) =>
      posix.join(posix.dirname(module.path), source.value) === file &&
      specifiers.some(({ local }) => local.name === constant),
  );

/** The stack's class, and the body of its constructor. */
export function stackOf(module: Module): { readonly name: string; readonly body: NodeOf<'BlockStatement'> } {
  for (const { id, body } of nodesOf(module.program, 'ClassDeclaration')) {
    for (const member of body.body) {
      if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
      const block = member.value.body as Node | null;
      if (id && block?.type === 'BlockStatement') return { name: id.name, body: block };
    }
  }
  return notFound(module, 'a class with a constructor');
}

/** A job as its stack makes it: `this.job('…')` or `this.httpJob('…')`, with all that is called on it. */
export interface StackJob {
  readonly how: string;
  /** The whole chain, such as `this.job('…').on(…)`. */
  readonly chain: Node;
  /** The events that are routed to it, by their constants, and the calls that do. */
  readonly routes: readonly { readonly constant: string; readonly call: NodeOf<'CallExpression'> }[];
}

/** A job in the file of its participant's stack; undefined if the stack does not make it. */
export function stackJob(module: Module, job: string): StackJob | undefined {
  const calls = nodesOf(module.program, 'CallExpression');
  const made = calls.find(
    ({ callee, arguments: [name] }) => name?.type === 'Literal' && name.value === job && isThis(callee),
  );
  if (!made) return undefined;
  const chained = calls.filter((call) => rootOf(call) === made).sort((a, b) => a.end - b.end);
  const routes = chained.flatMap((call) => {
    const [event] = call.arguments;
    return methodOf(call) === 'on' && event?.type === 'Identifier' ? [{ constant: event.name, call }] : [];
  });
  return { how: methodOf(made) ?? '', chain: chained.at(-1) ?? made, routes };
}

const isThis = (callee: Node): boolean => callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression';

export const methodOf = ({ callee }: NodeOf<'CallExpression'>): string | undefined =>
  callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : undefined;

/** The first call of a chain of calls. */
function rootOf(call: NodeOf<'CallExpression'>): Node {
  const { callee } = call;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'CallExpression') return call;
  return rootOf(callee.object);
}

/** The list of all stacks in `infra`: an array that names a stack's class. */
export function stackList(draft: Draft): {
  readonly path: string;
  readonly find: (module: Module) => NodeOf<'ArrayExpression'>;
} {
  const path = draft.list('infra', '.ts').find((each) => listIn(draft.module(each)));
  if (!path) throw new InputError('No file in "infra" has a list of the stacks.');
  return { path, find: (module) => listIn(module) ?? notFound(module, 'a list of the stacks') };
}

const listIn = ({ program }: Module): NodeOf<'ArrayExpression'> | undefined =>
  nodesOf(program, 'ArrayExpression').find(({ elements }) =>
    elements.some((element) => element && namesStack(element)),
  );

/** `ToolRoomStack`, or `monitorStackOf(monitor)`. */
const namesStack = (element: Node): boolean =>
  [...nodesIn(element)].some((node) => node.type === 'Identifier' && /Stack(Of)?$/.test(node.name));

/** The call `provesOnce(participant, { handlers: { … } })` in a test of the project, and its handlers. */
export function onceProof(draft: Draft, constant: string) {
  for (const path of proofFiles(draft)) {
    const find = (module: Module) => {
      const call = callsOf(module.program, 'provesOnce').find(
        ({ arguments: [first] }) => first?.type === 'Identifier' && first.name === constant,
      );
      const handlers = propertyOf(call?.arguments[1], 'handlers');
      return call && isList(handlers) ? { call, handlers } : undefined;
    };
    if (find(draft.module(path))) return { path, find };
  }
  return undefined;
}

/** The test files that prove that jobs act once. */
export const proofFiles = (draft: Draft): string[] =>
  draft.list('test', '.ts').filter((path) => draft.text(path)?.includes('provesOnce('));
