import type Module from 'node:module';

export function keptCode(folder: string | undefined): {
  /** Runs the text of a file for its module. */
  evaluate(module: Module, code: string, file: string): void;
  /** Keeps what is compiled by now. */
  keep(): void;
};
