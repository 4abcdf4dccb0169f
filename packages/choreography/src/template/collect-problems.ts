import { InputError } from './input-error.ts';

/** Takes the error of a template that cannot be used, so that the others are read all the same. */
export type OnProblem = (error: InputError) => void;

/** How templates are read. */
export interface ReadOptions {
  readonly onProblem?: OnProblem | undefined;
  /** Takes a sentence about what is read, and probably meant otherwise. Without it, it goes to standard error. */
  readonly onWarning?: ((sentence: string) => void) | undefined;
  /** Transforms without which a template is read, by name. */
  readonly ignoreTransforms?: readonly string[] | undefined;
  /** Whether stacks are made of what is read: then a plan of Terraform is refused. */
  readonly toRun?: boolean;
}

/** Reads, and hands bad input to `onProblem` if there is one: then nothing was read. */
export function collectProblems<Item>(onProblem: OnProblem | undefined, read: () => Item[]): Item[] {
  try {
    return read();
  } catch (error) {
    if (!onProblem || !(error instanceof InputError)) throw error;
    onProblem(error);
    return [];
  }
}

export const warn = ({ onWarning = console.error }: ReadOptions, sentence: string): void => onWarning(sentence);
