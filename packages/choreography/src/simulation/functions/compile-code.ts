import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { buildSync } from 'esbuild';
import { InputError } from '#template/input-error.ts';
import { libraryShadows, type Running, within } from './running.ts';
import { shadowsOf } from './shadows/shadows.ts';
import { splitOf } from './split-of.ts';

/** The names that a bundle sees the simulation's values for, and not the process's. */
const SHADOWED = [
  ...['exports', 'require', 'module', '__filename', '__dirname', 'process', 'console', 'globalThis', 'global'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'],
  ...['fetch', 'Date', 'Math', 'performance', 'crypto', 'AbortSignal', 'awslambda', 'importModule'],
] as const;
export type Shadows = Readonly<Record<(typeof SHADOWED)[number], unknown>>;

/** A function's code, compiled once; each execution environment runs it with its own shadows. */
export interface Code {
  /** The path of the code in stack traces, which does not depend on the machine. */
  readonly file: string;
  /** The export that is the handler. */
  readonly exportName: string;
  /** Evaluates the code. @param variables of the environment: environments with the same ones share the code of libraries */
  run(shadows: Shadows, variables: Readonly<Record<string, string>>): void;
}

type Evaluate = (...shadows: unknown[]) => unknown;

const compiled = new Map<string, Code>();

/**
 * Compiles the code of a handler, `file.export`, as CommonJS. ES modules, and code of several files, are bundled first. The statements
 * that a source map assigns to libraries are evaluated once, and not by each environment.
 *
 * @param sourceMaps a folder of source maps, each named after the SHA-256 of its bundle
 * @throws InputError if there is no such file, or it cannot be compiled
 */
export function compileCode(root: string, handler: string, sourceMaps?: string): Code {
  const key = `${root} ${handler} ${sourceMaps ?? ''}`;
  const known = compiled.get(key);
  if (known) return known;
  const dot = handler.lastIndexOf('.');
  const path = ['.js', '.cjs', '.mjs'].map((ending) => join(root, handler.slice(0, dot)) + ending).find(existsSync);
  if (!path)
    throw new InputError(
      `The code of the handler "${handler}" is not in its folder "${root}", so it cannot be simulated.`,
    );
  const file = `/var/task/${handler.slice(0, dot)}.js`;
  const evaluate = evaluatorOf(sourceOf(path), path, file, sourceMaps);
  const code: Code = {
    file,
    exportName: handler.slice(dot + 1),
    run: (shadows, variables) => evaluate(variables)(...SHADOWED.map((name) => shadows[name])),
  };
  compiled.set(key, code);
  return code;
}

/** Returns what gives, for an environment's variables, the evaluation of a function's own code. */
function evaluatorOf(
  source: string,
  path: string,
  file: string,
  sourceMaps: string | undefined,
): (variables: Readonly<Record<string, string>>) => Evaluate {
  const split = splitOf(source, path, sourceMaps);
  if (!split) {
    const whole = compileFunction(withShadowedImports(source), [...SHADOWED], { filename: file }) as Evaluate;
    return () => whole;
  }
  const { library, own } = split;
  const text = withShadowedImports(`${library}\nreturn function (${SHADOWED.join(',')}) {\n${own}\n};`);
  const evaluateLibrary = compileFunction(text, [...SHADOWED], { filename: file }) as Evaluate;
  const instances = new Map<string, Evaluate>();
  return (variables) => {
    const { AWS_LAMBDA_LOG_STREAM_NAME: _, ...shared } = variables;
    const key = JSON.stringify(shared);
    const known = instances.get(key);
    if (known) return known;
    const { shadows } = libraryShadows();
    const made = within(loading(file, shared), () => evaluateLibrary(...SHADOWED.map((name) => shadows[name])));
    instances.set(key, made as Evaluate);
    return made as Evaluate;
  };
}

/** The surroundings of libraries while they are loaded: always the same, so that no world depends on which one was the first. */
function loading(file: string, environment: Readonly<Record<string, string>>): Running {
  const around = {
    ...{ file, environment, now: () => 0, random: () => 0, uuid: () => '00000000-0000-4000-8000-000000000000' },
    ...{ write() {}, exit() {}, after: () => () => {} },
    transport: async () =>
      Promise.reject(new Error('A library that environments share cannot make requests while it is loaded.')),
  };
  return { around, own: shadowsOf(around).own };
}

/** Makes dynamic imports use the shadow `importModule`. */
const withShadowedImports = (source: string): string => source.replace(/\bimport\(/g, 'importModule(');

/** The code at a path as one CommonJS file. Throws an InputError if it cannot be bundled. */
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
      nodePaths: [join(import.meta.dirname, '../../../../../node_modules')],
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw new InputError(
      `The code "${path}" cannot be bundled, so it cannot be simulated: ${(error as Error).message}`,
    );
  }
}
