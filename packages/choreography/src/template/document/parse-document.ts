import { LineCounter, parseDocument as parseYamlDocument } from 'yaml';
import { type ReadOptions, warn } from '#template/collect-problems.ts';
import { InputError } from '#template/input-error.ts';
import { plainValue } from './yaml-value.ts';

/**
 * Reads a text in JSON or YAML with CloudFormation's short forms of intrinsic functions (`!Ref`). Throws an InputError that names
 * the file, with line and column when the text is broken. Of a key that is written twice the last counts, with a warning.
 */
export function parseDocument(file: string, text: string, options: ReadOptions = {}): unknown {
  return /^\s*\{/.test(text) ? parseJson(file, text) : parseYaml(file, text, options);
}

function parseYaml(file: string, text: string, options: ReadOptions): unknown {
  const lineCounter = new LineCounter();
  const document = parseYamlDocument(text, { lineCounter, prettyErrors: false, merge: true, uniqueKeys: false });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new InputError(
      `${file} cannot be read as YAML, at line ${line}, column ${col}: ${SAYING[error.code] ?? asSentence(error.message)}`,
    );
  }
  return plainValue(document, file, (key, first, second) => {
    const [before, after] = [first, second].map((at) => lineCounter.linePos(at).line);
    warn(
      options,
      `${file}: the key "${key}" is written twice, at line ${before} and at line ${after}: the last one counts.`,
    );
  });
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
