import { LineCounter, parseDocument } from 'yaml';
import { InputError } from './input-error.ts';
import type { Template } from './template.ts';
import { plainValue } from './yaml-value.ts';

/**
 * Reads a template's text, JSON or YAML with CloudFormation's short forms of intrinsic functions (`!Ref`). Throws an
 * InputError that names the file, with line and column when the text is broken.
 */
export function parseTemplate(file: string, text: string): Template {
  const content = /^\s*\{/.test(text) ? parseJson(file, text) : parseYaml(file, text);
  if (!isObject(content) || !isObject(content.Resources))
    throw new InputError(`${file} is no CloudFormation template: it has no Resources.`);
  for (const [id, resource] of Object.entries(content.Resources)) {
    if (id.startsWith('Fn::ForEach'))
      throw new InputError(`${file}: ${id} cannot be read: these tools do not repeat resources.`);
    if (!isObject(resource) || typeof resource.Type !== 'string')
      throw new InputError(`${file} is no CloudFormation template: its resource ${id} has no Type.`);
  }
  return content as unknown as Template;
}

function parseYaml(file: string, text: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new InputError(
      `${file} cannot be read as YAML, at line ${line}, column ${col}: ${SAYING[error.code] ?? asSentence(error.message)}`,
    );
  }
  return plainValue(document, file);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const before = text.slice(0, Number(message.match(/position (\d+)/)?.[1] ?? text.length)).split('\n');
    const where = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
    throw new InputError(`${file} cannot be read as JSON, at ${where}: ${asSentence(message)}`);
  }
}

/** What the parser says to programmers. */
const SAYING: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'There are several documents in it, and a template is one.',
};

const asSentence = (message: string): string => `${message.replace(/ in JSON at position.*$/, '').replace(/\.$/, '')}.`;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
