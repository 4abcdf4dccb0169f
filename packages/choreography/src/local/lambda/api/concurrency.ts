import { jsonAnswer } from '#local/gateway/backend.ts';
import { type Actions, type Lambda, NOTHING } from './action.ts';

export const CONCURRENCY: Actions = {
  'PUT functions/*/concurrency': ({ name, input }, lambda) => {
    const { ReservedConcurrentExecutions } = input as { ReservedConcurrentExecutions: number };
    reserve(name, ReservedConcurrentExecutions, lambda);
    return jsonAnswer(200, { ReservedConcurrentExecutions });
  },
  'GET functions/*/concurrency': ({ name }, { functions }) =>
    jsonAnswer(200, { ReservedConcurrentExecutions: functions.get(name).config.reservedConcurrency }),
  'DELETE functions/*/concurrency': ({ name }, lambda) => {
    reserve(name, undefined, lambda);
    return NOTHING;
  },
};

function reserve(name: string, reserved: number | undefined, { functions, makeFunction }: Lambda): void {
  const { reservedConcurrency: _, ...config } = functions.get(name).config;
  functions.add(makeFunction({ ...config, ...(reserved !== undefined && { reservedConcurrency: reserved }) }));
}
