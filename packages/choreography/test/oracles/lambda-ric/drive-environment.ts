// Gives functions to the local runtime's own environments, in the Node.js that it is run by: a table as JSON comes in, the behaviours go out.

import { text } from 'node:stream/consumers';
import { ExecutionEnvironment, type WriteLog } from '#local/lambda/environment/execution-environment.ts';
import { processEnvironment } from '#local/lambda/environment/process-environment.ts';
import { inThread } from '#local/lambda/environment/thread.ts';
import { type Answer, type Behaviour, REQUEST_ID, TRACE_ID } from './behaviour.ts';
import { configOf } from './function-of.ts';
import type { Given } from './given.ts';

/** A clock that is the real one. */
const clock = { now: () => Date.now(), shared: new SharedArrayBuffer(16) };

async function behaviourOf(given: Given, root: string, client: string): Promise<Behaviour> {
  const config = configOf(given, root, client);
  const lines: string[] = [];
  const environment = { ...processEnvironment(config, 'http://127.0.0.1:1', 'key'), ...given.environment };
  const keep: WriteLog = ({ message, by }) => {
    const byConsole = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t|^\{"timestamp":/.test(message);
    if (by === 'code' && byConsole) lines.push(message);
  };
  const lived = new ExecutionEnvironment(config, clock, keep, inThread(config, environment, clock));
  const answers: Answer[] = [];
  for (const [at, event] of (given.events ?? [{}]).entries()) {
    if (!lived.alive) break;
    const { clientContext, tenantId } = given;
    const details = { clientContext, tenantId, traceId: TRACE_ID };
    const outcome = await lived.invoke(JSON.stringify(event), REQUEST_ID(at), details);
    answers.push(answerIn(outcome));
  }
  await lived.stop();
  return { answers, lines };
}

function answerIn({ payload, functionError, streamed }: Awaited<ReturnType<ExecutionEnvironment['invoke']>>): Answer {
  if (streamed) return { streamed: streamed.bytes.toString('base64'), contentType: streamed.contentType };
  if (!functionError) return { result: payload };
  const error = JSON.parse(payload) as { errorType: string; errorMessage: string };
  return error.errorType === 'Runtime.ExitError'
    ? { ended: error.errorMessage.replace(/^RequestId: \S+ Error: /, '') }
    : { error };
}

const { runtime, functions } = JSON.parse(await text(process.stdin)) as {
  runtime: string;
  functions: { given: Given; root: string }[];
};
// Environments keep no process by themselves.
const held = setInterval(() => {}, 60_000);
const behaviours: Behaviour[] = [];
for (const { given, root } of functions) behaviours.push(await behaviourOf(given, root, runtime));
process.stdout.write(JSON.stringify(behaviours));
clearInterval(held);
