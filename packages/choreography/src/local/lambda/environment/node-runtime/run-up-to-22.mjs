// Lambda's Node.js up to 22, as aws-lambda-ric 3.3.0: handlers may call back, and an answer waits until nothing is left to do.

import { isStreaming, setGlobal } from './aws-lambda-global.mjs';
import { callbackContext } from './callback-context.mjs';
import { fieldsOf } from './invoke-context.mjs';
import { loadHandler } from './load-handler.mjs';
import { patchConsole } from './log-lines.mjs';
import { responseStream } from './response-stream.mjs';
import { errorAnswer, runtimeErrors } from './runtime-errors.mjs';

const runtimeError = runtimeErrors(false);
const answerTo = errorAnswer(false);

/** Loads the handler and gives it one invocation after another, by `lambda`, which reports each outcome to the runtime. */
export async function run({ root, handlerName, lambda, evaluate }) {
  const current = {};
  const logError = patchConsole({
    since24: false,
    environment: process.env,
    requestId: () => current.requestId,
    tenantId: () => current.tenantId,
    write: lambda.log,
  });
  setGlobal(process.env);
  reportWhatNobodyCatches(current, lambda, logError);
  // An import that never ends leaves nothing to do, and Node.js ends with this code.
  current.whenEmpty = () => process.exit(13);
  process.on('beforeExit', () => current.whenEmpty());

  const { handler, streams } = await load({ root, name: handlerName, evaluate });
  const respond = streams ? answerByStream : answer;
  lambda.ready();
  for (;;) {
    const invocation = await lambda.next();
    Object.assign(current, { requestId: invocation.requestId, tenantId: invocation.tenantId });
    await respond(handler, invocation, { current, lambda, logError });
    current.whenEmpty = () => {};
  }
}

async function load(code) {
  try {
    const handler = await loadHandler({ ...code, since24: false, runtimeError });
    return { handler, streams: isStreaming(handler, runtimeError) };
  } catch (error) {
    // An error at the top level of a program is an uncaught exception.
    process.emit('uncaughtException', error);
    return new Promise(() => {});
  }
}

/** Ends the process with the error as the answer: of the invocation under way, or else of the initialization. */
function reportWhatNobodyCatches(current, lambda, logError) {
  const end = (error, exitCode) => {
    if (current.requestId === undefined) lambda.initFailed(answerTo(error));
    else lambda.fail(answerTo(error), { ends: true });
    process.exit(exitCode);
  };
  process.on('uncaughtException', (error) => {
    logError('Uncaught Exception', error);
    end(error, 129);
  });
  process.on('unhandledRejection', (reason, promise) => {
    const error = runtimeError('UnhandledPromiseRejection', reason, { reason, promise });
    logError('Unhandled Promise Rejection', error);
    end(error, 128);
  });
}

/** Resolves when the invocation was answered. */
function answer(handler, invocation, { current, lambda, logError }) {
  return new Promise((resolve) => {
    const { callback, context } = callbackContext({
      succeed: (result) => lambda.succeed(stringify(result)),
      fail: (error) => {
        logError('Invoke Error', error);
        lambda.fail(answerTo(error));
      },
      next: resolve,
      whenEmpty: (action) => {
        current.whenEmpty = action;
      },
    });
    // With nothing left to do, a handler that neither called back nor returned a promise that settles has answered null.
    current.whenEmpty = () => {
      lambda.succeed('null');
      resolve();
    };
    try {
      const fields = contextOf(invocation);
      const result = handler(JSON.parse(invocation.event), Object.assign(context, fields), callback);
      if (typeof result?.then === 'function') result.then(context.succeed, context.fail).catch(context.fail);
    } catch (error) {
      callback(error);
    }
  });
}

async function answerByStream(handler, invocation, { lambda, logError }) {
  const { stream, ended, written } = responseStream(runtimeError);
  const fail = (error) => {
    logError('Invoke Error', error);
    // What has come to its end already has no room for an error.
    if (stream.writableEnded) lambda.succeedByStream(written());
    else lambda.fail(answerTo(error));
  };
  try {
    const context = { callbackWaitsForEmptyEventLoop: true, ...contextOf(invocation) };
    const result = handler(JSON.parse(invocation.event), stream, context);
    if (typeof result?.then !== 'function') return fail('Streaming does not support non-async handlers.');
    if ((await result) !== undefined) console.warn('Streaming handlers ignore return values.');
    await lambda.hold(ended);
    lambda.succeedByStream(written());
  } catch (error) {
    fail(error);
  }
}

function contextOf(invocation) {
  process.env._X_AMZN_TRACE_ID = invocation.traceId;
  return fieldsOf(invocation, process.env, false);
}

function stringify(result) {
  try {
    return JSON.stringify(result === undefined ? null : result);
  } catch {
    throw new Error('Unable to stringify response body');
  }
}
