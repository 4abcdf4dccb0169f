import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** So many errors are shown, and so much of a line of code. */
const MAX_ERRORS = 3;
const MAX_WIDTH = 74;

interface CodeError {
  readonly message: string;
  readonly file: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column?: number;
  readonly code?: string;
}

/**
 * What a synth wrote to stderr when it failed, as a frame for each error: its place, the line of code and one sentence. Reads what esbuild
 * writes, and an error that Node.js ended with. Undefined for all else.
 */
export function frameErrors(stderr: string): string | undefined {
  const found = [...ofBundler(stderr)];
  const errors = found.length > 0 ? found : ofNode(stderr);
  if (errors.length === 0) return undefined;
  const more = errors.length > MAX_ERRORS ? [`… and ${errors.length - MAX_ERRORS} more.`] : [];
  return [...errors.slice(0, MAX_ERRORS).map(frame), ...more].join('\n');
}

function frame({ message, file, line, column, code }: CodeError): string {
  const place = `${file}:${line}${column === undefined ? '' : `:${column}`}`;
  const from = Math.max(0, (column ?? 0) - MAX_WIDTH);
  const lines = code === undefined ? [] : [code.slice(from, from + MAX_WIDTH)];
  const mark = code === undefined || column === undefined ? [] : [`${' '.repeat(column - 1 - from)}^`];
  return [`┌ ${place}`, ...[...lines, ...mark].map((each) => `│ ${each}`), `└ ${message}`].join('\n');
}

/** `✘ [ERROR] MESSAGE`, an empty line, `FILE:LINE:COLUMN:` and `LINE │ CODE`; its columns count from 0. */
function* ofBundler(stderr: string): Generator<CodeError> {
  const block = /^✘ \[ERROR\] (.+)\n(?:.*\n)*?\s+(\S.*):(\d+):(\d+):\n\s+\d+ │ (.*)$/gm;
  for (const [, message = '', file = '', line, column, code = ''] of stderr.matchAll(block))
    yield { message, file, line: Number(line), column: Number(column) + 1, code };
}

/** `FILE:LINE`, the code with a mark below, then `NAME: MESSAGE` and the stack, whose first line in the project's own code is the place. */
function ofNode(stderr: string): CodeError[] {
  const [, message, stack = ''] = /^((?:\w*Error)(?: \[\w+\])?: .+)\n((?:.*\n)*?\s+at [\s\S]*)$/m.exec(stderr) ?? [];
  if (message === undefined) return [];
  const own = stack
    .split('\n')
    .map((each) => /^\s+at (?:.*\()?((?:file:\/\/)?\/?[^():]+|[A-Z]:[^():]+):(\d+):(\d+)\)?$/.exec(each))
    .find((match) => match?.[1] && !/^node:|node_modules/.test(match[1]));
  if (!own) return [];
  const [, path = '', line, column] = own;
  const file = pathHere(path);
  const [, shown, code] = /^(.+):\d+\n(.*)\n\s*\^/m.exec(stderr) ?? [];
  const isShown = shown !== undefined && pathHere(shown) === file;
  return [
    { message, file, line: Number(line), column: Number(column), ...(isShown && code !== undefined && { code }) },
  ];
}

function pathHere(path: string): string {
  const file = path.startsWith('file://') ? fileURLToPath(path) : path;
  const here = relative(process.cwd(), file);
  return here.startsWith('..') ? file : here;
}
