import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { buildSync } from 'esbuild';
import { InputError } from '#template/input-error.ts';

/** What a bundle sees in place of what a process has. */
const SHADOWED = [
  ...['exports', 'require', 'module', '__filename', '__dirname', 'process', 'console', 'globalThis', 'global'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'],
  ...['fetch', 'Date', 'Math', 'performance', 'crypto', 'AbortSignal', 'awslambda', 'importModule'],
] as const;
export type Shadows = Readonly<Record<(typeof SHADOWED)[number], unknown>>;

/** A function's code, compiled once; each execution environment runs it with its own shadows. */
export interface Code {
  /** Where traces say that it is, whatever folder it is in. */
  readonly file: string;
  readonly exportName: string;
  run(shadows: Shadows): void;
}

const compiled = new Map<string, Code>();

/**
 * Compiles the code of a handler, `file.export`, as CommonJS: one file as it is, what has modules of its own or is an ES module bundled.
 *
 * @throws InputError if there is no such file, or it cannot be compiled
 */
export function compileCode(root: string, handler: string): Code {
  const key = `${root} ${handler}`;
  const known = compiled.get(key);
  if (known) return known;
  const dot = handler.lastIndexOf('.');
  const path = ['.js', '.cjs', '.mjs'].map((ending) => join(root, handler.slice(0, dot)) + ending).find(existsSync);
  if (!path)
    throw new InputError(`The code of the handler "${handler}" is not in its folder, so it cannot be simulated.`);
  const file = `/var/task/${handler.slice(0, dot)}.js`;
  // A module that is imported late is one of the shadows too.
  const source = sourceOf(path).replace(/\bimport\(/g, 'importModule(');
  const evaluate = compileFunction(source, [...SHADOWED], { filename: file });
  const code: Code = {
    file,
    exportName: handler.slice(dot + 1),
    run: (shadows) => evaluate(...SHADOWED.map((name) => shadows[name])),
  };
  compiled.set(key, code);
  return code;
}

function sourceOf(path: string): string {
  const source = readFileSync(path, 'utf8');
  const isOneFile =
    !path.endsWith('.mjs') && !/^\s*(import|export)\b/m.test(source) && !/require\(["']\.\.?\//.test(source);
  if (isOneFile) return source;
  try {
    const { outputFiles } = buildSync({
      entryPoints: [path],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      write: false,
      logLevel: 'silent',
      nodePaths: [join(import.meta.dirname, '../../../../node_modules')],
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw new InputError(
      `The code ${path} cannot be made one file, so it cannot be simulated: ${(error as Error).message}`,
    );
  }
}
