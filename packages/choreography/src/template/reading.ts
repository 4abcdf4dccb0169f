import { InputError } from './input-error.ts';

/** Takes the error of a template that cannot be used, so that the others are read all the same. */
export type OnProblem = (error: InputError) => void;

/** Reads, and hands bad input to `onProblem` if there is one: then nothing was read. */
export function reading<Item>(onProblem: OnProblem | undefined, read: () => Item[]): Item[] {
  try {
    return read();
  } catch (error) {
    if (!onProblem || !(error instanceof InputError)) throw error;
    onProblem(error);
    return [];
  }
}
