import { AwsError } from '#local/gateway/aws-error.ts';
import { type Actions, groupOf, streamOf } from './action.ts';

/** How many events a call may bring, and how many bytes; each event counts 26 more (API reference: PutLogEvents). */
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
const EVENT_BYTES = 26;

export const PUT_LOG_EVENTS: Actions = {
  PutLogEvents: (input, logs) => {
    const group = groupOf(input, logs);
    const stream = streamOf(input, group);
    const { logEvents = [] } = input;
    if (logEvents.length === 0 || logEvents.length > MAX_EVENTS)
      throw new AwsError(
        'InvalidParameterException',
        `1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length ${logEvents.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_EVENTS}`}`,
      );
    if (logEvents.some(({ timestamp }, index) => timestamp < (logEvents[index - 1]?.timestamp ?? 0)))
      throw new AwsError(
        'InvalidParameterException',
        'Log events in a single PutLogEvents request must be in chronological order.',
      );
    const bytes = logEvents.reduce((sum, { message }) => sum + Buffer.byteLength(message) + EVENT_BYTES, 0);
    if (bytes > MAX_BYTES)
      throw new AwsError('InvalidParameterException', `Upload too large: ${bytes} bytes exceeds limit of ${MAX_BYTES}`);
    logs.write(group.name, stream.name, logEvents);
    return {};
  },
};
