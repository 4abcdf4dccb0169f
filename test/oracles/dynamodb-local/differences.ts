import type { Answer } from './ask.ts';
import type { Request } from './requests.ts';

/** A class of answers in which DynamoDB Local differs from this project, and why this project stays as it is. */
export interface Difference {
  readonly name: string;
  readonly here: string;
  readonly dynamoDbLocal: string;
  /** Why it is right here, with the page or the recording. */
  readonly because: string;
  matches(asked: { request: Request; ours: Answer; theirs: Answer }): boolean;
}

export const DIFFERENCES: readonly Difference[] = [];
