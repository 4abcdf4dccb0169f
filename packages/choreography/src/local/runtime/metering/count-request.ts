import type { Parameters } from '#local/sqs/actions.ts';
import type { OnOperation } from './operation.ts';

/** The actions whose requests have a payload: those of messages ("Amazon SQS pricing": each 64 KB of a payload is a request). */
const WITH_PAYLOAD = new Set(['SendMessage', 'SendMessageBatch', 'ReceiveMessage']);

/** Tells a request to a queue, with the bytes of the messages that it brings or gets. */
export function countRequest(count: OnOperation, action: string, parameters: Parameters, answer: object): void {
  const url = String(parameters.QueueUrl ?? parameters.QueueName ?? '');
  const { Messages = [] } = answer as { Messages?: readonly { Body?: string }[] };
  const { MessageBody, Entries = [] } = parameters as {
    MessageBody?: string;
    Entries?: readonly { MessageBody?: string }[];
  };
  const bodies = [MessageBody, ...Entries.map((entry) => entry.MessageBody), ...Messages.map(({ Body }) => Body)];
  const bytes = WITH_PAYLOAD.has(action) ? bodies.reduce((sum, body = '') => sum + Buffer.byteLength(body), 0) : 0;
  count({ kind: 'queue-request', queue: url.slice(url.lastIndexOf('/') + 1), action, bytes });
}
