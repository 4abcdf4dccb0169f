import type { Arbitrary } from 'fast-check';
import { fc } from '#testing/fast-check.ts';

/**
 * What can happen at one AWS call: nothing; the process ends before or after it; it fails; it is done, but its answer is
 * lost; EventBridge takes half of the entries, and the process may end then; another transaction is in the way.
 */
export type Fault =
  | 'none'
  | 'crash before'
  | 'crash after'
  | 'fails'
  | 'answer lost'
  | 'in part'
  | 'in part, crash'
  | 'in the way';

export const CRASHES: readonly Fault[] = ['crash before', 'crash after', 'fails', 'answer lost', 'in part, crash'];

/** Faults by the number of the call in a run. */
export const faults: Arbitrary<readonly Fault[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<Fault>('none') },
    { weight: 3, arbitrary: fc.constantFrom<Fault>(...CRASHES, 'in part', 'in the way') },
  ),
  { maxLength: 7 },
);
