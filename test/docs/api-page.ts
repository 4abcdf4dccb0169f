import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Comment, type Node, parseSync } from 'oxc-parser';

const root = resolve(import.meta.dirname, '../..');
const SRC = resolve(root, 'packages/choreography/src');

/** The public rooms, by what follows a slash in the import, and what each is for. */
const ROOMS: Readonly<Record<string, { readonly room: string; readonly what: string }>> = {
  '.': {
    room: 'contracts',
    what: 'Events, participants and business processes, declared once. It loads no AWS client and no CDK.',
  },
  './jobs': { room: 'jobs', what: 'What surrounds every job: read, once, say, set aside.' },
  './constructs': { room: 'constructs', what: 'CDK stacks of participants. It needs aws-cdk-lib and constructs.' },
  './monitor': { room: 'monitor', what: 'The jobs of the monitor, and what its API answers.' },
  './testing': {
    room: 'testing',
    what: 'Stories on any engine, proofs that a job acts once, data made from contracts. It needs vitest and fast-check.',
  },
  './graph': { room: 'graph', what: 'Who says what and who hears it, from templates.' },
  './local': { room: 'local', what: 'The local runtime.' },
};

/** A public name as its docstring and its declaration tell it. */
export interface PublicName {
  readonly room: string;
  readonly name: string;
  /** The docstring without its stars; empty if there is none. */
  readonly doc: string;
  /** The declaration without bodies. */
  readonly declaration: string;
}

/** Every name that a public `index.ts` exports, in the sequence of the alphabet. Throws where a declaration is not found. */
export const publicNames = (): PublicName[] =>
  Object.entries(ROOMS).flatMap(([path, { room }]) => {
    const index = resolve(SRC, room, 'index.ts');
    const { program } = parseSync(index, readFileSync(index, 'utf8'));
    return program.body
      .flatMap((statement) =>
        statement.type === 'ExportNamedDeclaration' && statement.source
          ? statement.specifiers.map((specifier) => ({ specifier, from: statement.source?.value ?? '' }))
          : [],
      )
      .map(({ specifier, from }) => {
        const [local, name] = [nameOf(specifier.local), nameOf(specifier.exported)];
        return { room: path, name, ...declared(resolve(dirname(index), from), local) };
      })
      .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  });

const nameOf = (node: { readonly type: string; readonly name?: string; readonly value?: unknown }): string =>
  node.name ?? String(node.value);

function declared(file: string, name: string): Pick<PublicName, 'doc' | 'declaration'> {
  const text = readFileSync(file, 'utf8');
  const { program, comments } = parseSync(file, text);
  const found = program.body.filter(
    (statement) => statement.type === 'ExportNamedDeclaration' && namesOf(statement.declaration).includes(name),
  );
  if (found.length === 0) throw new Error(`${file} does not declare the public name "${name}".`);
  const docs = found.map(({ start }) => docBefore(text, comments, start)).filter(Boolean);
  const declarations = found.map((statement) => outlineOf(text, statement as Node));
  return { doc: docs.join('\n\n'), declaration: declarations.join('\n') };
}

const namesOf = (declaration: Node | null): string[] => {
  if (!declaration) return [];
  if (declaration.type === 'VariableDeclaration')
    return declaration.declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : ''));
  return 'id' in declaration && declaration.id && 'name' in declaration.id ? [String(declaration.id.name)] : [];
};

function docBefore(text: string, comments: readonly Comment[], start: number): string {
  const comment = comments.findLast(({ end }) => end <= start);
  if (comment?.type !== 'Block' || !comment.value.startsWith('*') || text.slice(comment.end, start).trim() !== '')
    return '';
  return comment.value
    .slice(1)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}

/** What a reader has to know of it: a function's head, a class's public members, an interface as it is, of a constant its type. */
function outlineOf(text: string, statement: Node): string {
  if (statement.type !== 'ExportNamedDeclaration' || !statement.declaration) return '';
  const { declaration } = statement;
  const cut = (end: number) => text.slice(declaration.start, end).trimEnd();
  if (declaration.type === 'FunctionDeclaration') return `${cut(declaration.body?.start ?? declaration.end)};`;
  if (declaration.type === 'ClassDeclaration') return `${cut(declaration.body.start)} { … }`;
  if (declaration.type !== 'VariableDeclaration') return cut(declaration.end);
  const { init, id } = declaration.declarations[0] as (typeof declaration.declarations)[number];
  if (init?.type === 'ArrowFunctionExpression') return `${cut(init.body.start)} …;`;
  return id.type === 'Identifier' && id.typeAnnotation ? `${cut(id.end)};` : `const ${'name' in id ? id.name : ''};`;
}

/** The whole of docs/api.md. */
export function apiPage(names: readonly PublicName[] = publicNames()): string {
  const rooms = Object.entries(ROOMS).map(([path, { what }]) => {
    const own = names.filter(({ room }) => room === path);
    const parts = own.map(
      ({ name, doc, declaration }) => `### ${name}\n\n${prose(doc)}\n\n\`\`\`ts\n${declaration}\n\`\`\``,
    );
    return `## choreography${path.slice(1)}\n\n${what}\n\n${parts.join('\n\n')}`;
  });
  return `# The API of the package\n\nEvery public name, by its docstring: made by \`npm run docs:api\`, and kept right by a test. What begins with \`choreography/\` is imported by that name; nothing deeper is public.\n\n${rooms.join('\n\n')}\n`;
}

/** `@param`, `@returns` and `@default` as lines of a list. */
const prose = (doc: string): string =>
  doc
    .replace(/\n(?!@|\n)/g, ' ')
    .replace(/(^|\n| )@(param|returns|default)\s+/g, (_, __, tag: string) => `\n- ${tag}: `)
    .trim();

if (process.argv[1] === import.meta.filename) writeFileSync(resolve(root, 'docs/api.md'), apiPage());
