import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import { InputError } from '#template/input-error.ts';

/** How the process of a runtime is begun, with the variables that it needs. */
export interface RuntimeCommand {
  readonly command: string;
  readonly words: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

type Code = Pick<FunctionConfig, 'runtime' | 'handler' | 'root' | 'layers'>;

/** Why functions of a runtime are not run; undefined when they are. Node.js is run in threads. */
export function whyNotRun(runtime: string): string | undefined {
  if (/^nodejs\d+\.x$/.test(runtime) || isProvided(runtime)) return undefined;
  if (!isPython(runtime))
    return `runtime "${runtime}" is not run: Node.js is, Python, and what brings its own bootstrap (provided.al2023)`;
  return findPython(runtime)
    ? undefined
    : `runtime "${runtime}" needs Lambda's own client in a Python that is found as ${runtime} or python3: python3 -m pip install awslambdaric`;
}

/**
 * The command of a function whose runtime is not Node.js: Python's is Lambda's own client, `awslambdaric`, in the user's Python, and a
 * provided runtime's its `bootstrap`. Throws an InputError where it cannot be begun.
 */
export function runtimeCommand({ runtime, handler, root, layers = [] }: Code): RuntimeCommand {
  const why = whyNotRun(runtime);
  if (why !== undefined) throw new InputError(why);
  if (isProvided(runtime)) return { command: bootstrapIn(root), words: [], variables: {} };
  const packages = layers.flatMap((layer) => [
    join(layer, 'python'),
    join(layer, 'python', 'lib', runtime, 'site-packages'),
  ]);
  return {
    command: findPython(runtime) ?? runtime,
    words: ['-m', 'awslambdaric', handler],
    // As it comes, line by line, and with nothing left in the folder of the code.
    variables: {
      PYTHONPATH: [root, ...packages].join(delimiter),
      PYTHONUNBUFFERED: '1',
      PYTHONDONTWRITEBYTECODE: '1',
    },
  };
}

const isPython = (runtime: string): boolean => /^python3\.\d+$/.test(runtime);
const isProvided = (runtime: string): boolean => /^provided\.al2(023)?$/.test(runtime);

function bootstrapIn(root: string): string {
  const bootstrap = join(root, 'bootstrap');
  try {
    accessSync(bootstrap, constants.X_OK);
    return bootstrap;
  } catch {
    throw new InputError(`its code has no file "bootstrap" that can be executed: build it first, for this machine`);
  }
}

/** The Python that has Lambda's client, by runtime: that of the runtime's version before any other. */
function findPython(runtime: string): string | undefined {
  if (!PYTHONS.has(runtime)) PYTHONS.set(runtime, [runtime, 'python3'].map(withClient).find(Boolean));
  return PYTHONS.get(runtime);
}

const PYTHONS = new Map<string, string | undefined>();

/** The path of a Python that has Lambda's client; undefined when there is none. */
const withClient = (python: string): string | undefined =>
  spawnSync(python, ['-c', 'import sys, awslambdaric; print(sys.executable)'], { encoding: 'utf8' }).stdout?.trim() ||
  undefined;
