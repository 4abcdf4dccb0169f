import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a thread is started with. */
export interface ThreadOptions {
  readonly execArgv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Keeps functions from the files and processes of the user, by Node's permission model (Node.js: "Permissions"), which a thread can
 * have by itself: it reads its code and what the runtime lends it, writes to a temporary folder of its own, and starts no process,
 * thread or native code. It is a belt, not a vault, as Node says of it; networks are not closed by it (decision 0097).
 */
export class Isolation {
  readonly #folder = realpathSync(mkdtempSync(join(tmpdir(), 'functions-')));

  /** For a function whose code is in a folder, its layers in others, and its source map in a file. */
  confine(root: string, sourceMap?: string, layers: readonly string[] = []): ThreadOptions {
    const temporary = mkdtempSync(join(this.#folder, 'function-'));
    const lent = [import.meta.dirname, ...LENT, ...(sourceMap === undefined ? [] : [sourceMap])];
    const readable = [root, ...layers].map((folder) => realpathSync(folder)).concat(lent, temporary);
    return {
      execArgv: [
        ...FLAGS,
        ...readable.map((folder) => `--allow-fs-read=${folder}`),
        `--allow-fs-write=${temporary}`,
        // Node 20 calls the model an experiment, which is no line of the function's log.
        '--disable-warning=ExperimentalWarning',
      ],
      environment: { TMPDIR: temporary },
    };
  }

  stop(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const knows = (flag: string): boolean => process.allowedNodeEnvironmentFlags.has(flag);

/** Node 20 has the model under its first name, and later versions close networks by it, too. */
const FLAGS = [
  knows('--permission') ? '--permission' : '--experimental-permission',
  ...(knows('--allow-net') ? ['--allow-net'] : []),
];

/** The packages among which Lambda's SDK is found, for code that doesn't bring its own. */
const LENT = (createRequire(import.meta.url).resolve.paths('@aws-sdk/x') ?? []).flatMap((folder) => {
  try {
    return [realpathSync(folder)];
  } catch {
    return [];
  }
});
