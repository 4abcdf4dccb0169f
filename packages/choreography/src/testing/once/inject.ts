import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Attempt, current } from './attempt.ts';

type JobsSqs = typeof import('#jobs/aws/sqs.ts').sqs;
type Stack = Pick<DynamoDBDocumentClient, 'middlewareStack'>;
type Next = (input: object) => Promise<{ output: object }>;
interface Entries {
  readonly Entries?: Attempt['said'];
}

/** Puts the faults of each attempt between the jobs' calls of SQS and SQS, outside of the retries. */
export function injectSqs(sqs: JobsSqs): void {
  const send = sqs.send.bind(sqs) as (action: string, input: object) => Promise<void>;
  sqs.send = async (action, input) => {
    const attempt = current.getStore();
    if (!attempt) return send(action, input);
    const ask = async (given: object) => ({ output: [await send(action, given)] });
    await call(attempt, `${action}Command`, input, (given) => whileUnderWay(attempt, ask(given)));
  };
}

/** Puts the faults of each attempt between a client's calls and AWS, outside of the SDK's own retries. */
export function inject(...clients: readonly object[]): void {
  for (const client of clients as Stack[]) {
    client.middlewareStack.add(
      // biome-ignore lint/suspicious/noExplicitAny: each command has an input and an output of its own
      (next: any, { commandName = '' }) =>
        // biome-ignore lint/suspicious/noExplicitAny: as above
        async (args: any) => {
          const attempt = current.getStore();
          if (!attempt) return next(args);
          const ask = async (input: object) => {
            const result = await next({ ...args, input });
            record(attempt, commandName, input);
            return result;
          };
          return call(attempt, commandName, args.input, (input) => whileUnderWay(attempt, ask(input)));
        },
      { step: 'initialize', name: 'faults', priority: 'high' },
    );
  }
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

async function call(attempt: Attempt, command: string, input: object, next: Next): Promise<{ output: object }> {
  if (attempt.isOver) return forEver();
  const fault = attempt.faults[attempt.calls.push(command) - 1] ?? 'none';
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
      if (command !== 'PutEventsCommand') return next(input);
      const output = await inPart(input, next);
      return fault === 'in part' ? output : end(attempt);
    }
    case 'in the way':
      if (command !== 'TransactWriteItemsCommand') return next(input);
      throw new TransactionCanceledException({
        $metadata: {},
        message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
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
  return { output: { FailedEntryCount: entries.length - taken.length, Entries } };
}

function record(attempt: Attempt, command: string, input: Entries): void {
  if (command === 'PutEventsCommand') attempt.said.push(...(input.Entries ?? []));
  if (command === 'SendEmailCommand') attempt.emailed = true;
  if (command === 'TransactWriteItemsCommand' || command === 'UpdateItemCommand') attempt.recorded = true;
}

/** The process is gone: nothing that waits for this call ever goes on. */
function end(attempt: Attempt): Promise<never> {
  attempt.crash();
  return forEver();
}
