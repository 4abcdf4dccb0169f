import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsResponse } from '#local/gateway/backend.ts';
import type { Clock } from '#local/runtime/clock.ts';
import type { StateFile } from './state-file.ts';

/** `/_local/state`: all that is kept, with the clock where it stands, as a snapshot has it: a JSON text a line, `[key, value]`. */
export function keptState(state: StateFile, clock: Pick<Clock, 'now' | 'setting'>): AwsResponse {
  const entries = state.entries('').filter(([key]) => key !== 'clock');
  const stood = ['clock', { ...clock.setting, stoodAt: clock.now() }];
  const body = [stood, ...entries].map((entry) => `${JSON.stringify(entry)}\n`).join('');
  return { status: 200, headers: { 'content-type': 'application/x-ndjson' }, body };
}

/** `/_local/state/history`: what was changed, oldest first, a line for each turn of the event loop. */
export const keptHistory = (state: StateFile): AwsResponse => ({
  status: 200,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: state.history(),
});

export function noState(): never {
  throw new AwsError('ResourceNotFoundException', 'This runtime keeps no state: start it without --once.', 404);
}
