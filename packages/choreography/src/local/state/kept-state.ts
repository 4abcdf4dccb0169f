import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import type { Clock } from '#local/runtime/clock.ts';
import type { StateFile } from './state-file.ts';

/** `/_local/state`: the whole state with the present clock, in the form of a snapshot: a JSON text a line, `[key, value]`. */
export function keptState(state: StateFile, clock: Pick<Clock, 'now' | 'setting'>): AwsResponse {
  const entries = state.entries('').filter(([key]) => key !== 'clock');
  const stood = ['clock', { ...clock.setting, stoodAt: clock.now() }];
  const body = [stood, ...entries].map((entry) => `${JSON.stringify(entry)}\n`).join('');
  return { status: 200, headers: { 'content-type': 'application/x-ndjson' }, body };
}

/**
 * `/_local/state/history`: what was changed, oldest first, a line for each turn of the event loop. `DELETE` removes what is kept no
 * more: what was deleted or changed is then not in the file either.
 */
export function keptHistory(state: StateFile, { method }: Pick<AwsRequest, 'method'>): AwsResponse {
  if (method === 'DELETE') state.compact();
  const body = method === 'DELETE' ? '' : state.history();
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

export function noState(): never {
  throw new AwsError('ResourceNotFoundException', 'This runtime keeps no state: start it without --once.', 404);
}
