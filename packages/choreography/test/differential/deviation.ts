import type { EngineName } from './engines.ts';
import type { Answer } from './normalise.ts';

/** How an engine answers otherwise than AWS. */
export interface Deviation {
  /** What it answers, normalised. */
  readonly answers: Answer;
  /** What is different, and what a user meets by it: a sentence. */
  readonly because: string;
}

/** The deviations of one family of stories: by the story's name, then by engine. */
export type Deviations = Readonly<Record<string, Readonly<Partial<Record<EngineName, Deviation>>>>>;
