import type Module from 'node:module';

export function keptCode(folder: string | undefined): {
  /** Runs the text of a file for its module. */
  evaluate(module: Module, code: string, file: string): void;
  /** Keeps what is compiled when the code is loaded. */
  keepLoaded(): void;
  /** Keeps what is compiled when an event was handled. */
  keepUsed(): void;
};
