// One Lambda execution environment: a worker thread that loads the function's code once and then handles one event at a
// time. Plain JavaScript, so that a thread starts without a compiler.

import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire, register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { clockDate } from './clock-date.mjs';

const { root, handler: handlerName, clock } = workerData;

/** What limits an invocation is real time: the clock may be held while code runs. */
const realNow = Date.now;
globalThis.Date = clockDate(Date, clock);

/** By the same way as the answer, so that no line comes after it, and one is told that is written before an endless loop. */
for (const stream of ['stdout', 'stderr'])
  process[stream].write = (chunk, encoding, callback) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    parentPort.postMessage({ text, stream });
    (typeof encoding === 'function' ? encoding : callback)?.();
    return true;
  };

const used = () => {
  const { used_heap_size: heap, external_memory: buffers } = getHeapStatistics();
  return heap + buffers;
};

// What is asked by the inspector while code runs: how much memory is used, what nobody refers to any more left out.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
globalThis[Symbol.for('lambda.used')] = (limit) => {
  if (used() > limit) collectGarbage();
  return used();
};

/** Lambda's Node.js brings the AWS SDK (developer guide: "Runtime-included SDK versions"): for code that doesn't bring its own. */
const ofRuntime = /^@(aws-sdk|smithy)\//;
const { resolve: resolveHere } = createRequire(import.meta.url);
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, ...more) => {
  try {
    return resolveFilename.call(Module, request, ...more);
  } catch (error) {
    if (!ofRuntime.test(request)) throw error;
    return resolveFilename.call(Module, resolveHere(request), ...more);
  }
};

const asError = (error) => ({
  errorType: error?.name ?? 'Error',
  errorMessage: String(error?.message ?? error),
  trace: String(error?.stack ?? error).split('\n'),
});

async function load() {
  const dot = handlerName.lastIndexOf('.');
  const base = join(root, handlerName.slice(0, dot));
  const file = ['.js', '.mjs', '.cjs'].map((extension) => base + extension).find((path) => existsSync(path));
  if (!file)
    throw Object.assign(new Error(`Cannot find module '${handlerName.slice(0, dot)}'`), {
      name: 'Runtime.ImportModuleError',
    });
  if (isEsm(file)) lendSdkToModules();
  const loaded = isEsm(file) ? await import(pathToFileURL(file).href) : loadCommonJs(file);
  const handler = loaded[handlerName.slice(dot + 1)];
  if (typeof handler !== 'function')
    throw Object.assign(new Error(`${handlerName} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
  return handler;
}

/** As above. A thread that is isolated may not start the one that hooks run in: there they run in this one, from Node 22 on. */
function lendSdkToModules() {
  if (!process.permission) return register('./runtime-sdk.mjs', import.meta.url);
  Module.registerHooks?.({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (!ofRuntime.test(specifier)) throw error;
        return next(specifier, { ...context, parentURL: import.meta.url });
      }
    },
  });
}

/** By the code's own package.json alone: what stands above the code's folder is not deployed. */
function isEsm(file) {
  if (!file.endsWith('.js')) return file.endsWith('.mjs');
  const manifest = join(root, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
}

function loadCommonJs(file) {
  const module = new Module(file);
  module.filename = file;
  module.paths = Module._nodeModulePaths(root);
  module._compile(readFileSync(file, 'utf8'), file);
  return module.exports;
}

const loading = load();
loading.then(
  () => parentPort.postMessage({ ready: true }),
  (error) => parentPort.postMessage({ failed: asError(error) }),
);

/** What an async handler returns, or what one that takes a callback hands to it (developer guide: "Define Lambda function handler in Node.js"). */
function answerOf(handler, event, context) {
  return new Promise((resolve, reject) => {
    const answered = handler(event, context, (error, result) => (error ? reject(error) : resolve(result)));
    if (typeof answered?.then === 'function' || handler.length < 3) resolve(answered);
  });
}

parentPort.on('message', async ({ event, context, deadline }) => {
  try {
    const handler = await loading;
    const result = await answerOf(handler, JSON.parse(event), {
      ...context,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - realNow()),
    });
    parentPort.postMessage({ result: JSON.stringify(result) ?? 'null', used: used() });
  } catch (error) {
    parentPort.postMessage({ error: asError(error), used: used() });
  }
});
