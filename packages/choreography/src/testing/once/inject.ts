import { ServiceError } from '#jobs/aws/json-service.ts';
import { type Attempt, current } from './attempt.ts';

type Next = (input: object) => Promise<object>;
interface Entries {
  readonly Entries?: Attempt['said'];
}

/** Puts the faults of each attempt between the jobs' calls of a service and the service, outside of the retries. */
export function inject(...services: readonly { send: unknown }[]): void {
  for (const service of services as readonly { send: (action: string, input: object) => Promise<object> }[]) {
    const send = service.send.bind(service);
    service.send = (action, input) => throughFaults(action, input, (given) => send(action, given));
  }
}

async function throughFaults(action: string, input: object, send: Next): Promise<object> {
  const attempt = current.getStore();
  if (!attempt) return send(input);
  const ask = async (given: object) => {
    const answer = await send(given);
    record(attempt, action, given);
    return answer;
  };
  return call(attempt, action, input, (given) => whileUnderWay(attempt, ask(given)));
}

/** AWS does what it was asked for though the process that asked is gone, which hears of it no more. */
async function whileUnderWay<Answer>(attempt: Attempt, asked: Promise<Answer>): Promise<Answer> {
  attempt.underWay.add(asked);
  try {
    return await asked;
  } finally {
    attempt.underWay.delete(asked);
    if (attempt.isOver) await forEver();
  }
}

/** What a process that is gone waits for. */
const forEver = (): Promise<never> => new Promise(() => {});

async function call(attempt: Attempt, action: string, input: object, next: Next): Promise<object> {
  if (attempt.isOver) return forEver();
  const fault = attempt.faults[attempt.calls.push(action) - 1] ?? 'none';
  switch (fault) {
    case 'crash before':
      return end(attempt);
    case 'crash after':
      await next(input);
      return end(attempt);
    case 'fails':
      throw Object.assign(new Error('the service did not take the call'), { name: 'ServiceUnavailable' });
    case 'answer lost':
      await next(input);
      throw Object.assign(new Error('no answer came'), { name: 'TimeoutError' });
    case 'in part':
    case 'in part, crash': {
      if (action !== 'PutEvents') return next(input);
      const answer = await inPart(input, next);
      return fault === 'in part' ? answer : end(attempt);
    }
    case 'in the way':
      if (action !== 'TransactWriteItems') return next(input);
      throw new ServiceError('TransactionCanceledException', 'another transaction is in the way', 400, {
        CancellationReasons: (input as { TransactItems: unknown[] }).TransactItems.map(() => ({
          Code: 'TransactionConflict',
        })),
      });
    default:
      return next(input);
  }
}

/** EventBridge takes every second entry and answers 200, as it does. */
async function inPart(input: Entries, next: Next) {
  const entries = input.Entries ?? [];
  const taken = entries.filter((_, i) => i % 2 === 1);
  if (taken.length > 0) await next({ ...input, Entries: taken });
  const Entries = entries.map((_, i) => (i % 2 === 1 ? { EventId: `${i}` } : { ErrorCode: 'ThrottlingException' }));
  return { FailedEntryCount: entries.length - taken.length, Entries };
}

function record(attempt: Attempt, action: string, input: Entries): void {
  if (action === 'PutEvents') attempt.said.push(...(input.Entries ?? []));
  if (action === 'SendEmail') attempt.emailed = true;
  if (action === 'TransactWriteItems' || action === 'UpdateItem') attempt.recorded = true;
}

/** The process is gone: nothing that waits for this call ever goes on. */
function end(attempt: Attempt): Promise<never> {
  attempt.crash();
  return forEver();
}
