// Lambda's Node.js from 24 on, as aws-lambda-ric 4.0.2: handlers are async, and an uncaught error ends the process.

import { isStreaming, setGlobal } from './aws-lambda-global.mjs';
import { fieldsOf } from './invoke-context.mjs';
import { InvokeStore } from './invoke-store.mjs';
import { loadHandler } from './load-handler.mjs';
import { patchConsole } from './log-lines.mjs';
import { responseStream } from './response-stream.mjs';
import { errorAnswer, runtimeErrors } from './runtime-errors.mjs';

const runtimeError = runtimeErrors(true);
const answerTo = errorAnswer(true);

/** Loads the handler and gives it one invocation after another, by `lambda`, which reports each outcome to the runtime. */
export async function run({ root, handlerName, lambda, evaluate }) {
  const store = new InvokeStore();
  setGlobal(process.env, { InvokeStore: store });
  const logError = patchConsole({
    since24: true,
    environment: process.env,
    requestId: store.getRequestId,
    tenantId: store.getTenantId,
    write: lambda.log,
  });
  const { handler, streams } = await load({ root, name: handlerName, evaluate }, lambda, logError);
  const respond = streams ? answerByStream : answer;
  for (;;) {
    const invocation = await lambda.next();
    const context = fieldsOf(invocation, process.env, true);
    process.env._X_AMZN_TRACE_ID = invocation.traceId;
    store.begin(invocation);
    await respond(handler, JSON.parse(invocation.event), context, lambda, logError);
  }
}

async function load(code, lambda, logError) {
  try {
    const handler = await loadHandler({ ...code, since24: true, runtimeError });
    const streams = isStreaming(handler, runtimeError);
    if (handler.length >= 3 && !streams) throw runtimeError('CallbackHandlerDeprecated', NO_CALLBACKS);
    lambda.ready();
    return { handler, streams };
  } catch (error) {
    logError('Init Error', error);
    lambda.initFailed(answerTo(error));
    return process.exit(1);
  }
}

const NO_CALLBACKS =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';

async function answer(handler, event, context, lambda, logError) {
  try {
    const result = await handler(event, context);
    await nextTurn();
    lambda.succeed(stringify(result));
  } catch (error) {
    await nextTurn();
    logError('Invoke Error', error);
    lambda.fail(answerTo(error));
  }
}

async function answerByStream(handler, event, context, lambda, logError) {
  const { stream, ended, written } = responseStream(runtimeError);
  try {
    const result = handler(event, stream, context);
    if (typeof result?.then !== 'function') throw new Error('Streaming does not support non-async handlers.');
    if ((await result) !== undefined) console.warn('Streaming handlers ignore return values.');
    await lambda.hold(ended);
    lambda.succeedByStream(written());
  } catch (error) {
    await nextTurn();
    logError('Invoke Error', error);
    // What has come to its end already has no room for an error.
    if (stream.writableEnded) lambda.succeedByStream(written());
    else lambda.fail(answerTo(error));
  }
}

function stringify(result) {
  try {
    return JSON.stringify(result === undefined ? null : result);
  } catch {
    throw runtimeError('JSONStringifyError', 'Unable to stringify response body');
  }
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
