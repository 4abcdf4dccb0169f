// One Lambda execution environment: a worker thread that loads the function's code once and then handles one event at a
// time. Plain JavaScript, so that a thread starts without a compiler.

import Module from 'node:module';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { clockDate } from './clock-date.mjs';
import { memoryBeat } from './memory-beat.mjs';
import { lendAbsentClients } from './node-runtime/absent-clients.mjs';
import { keptCode } from './node-runtime/kept-code.mjs';
import { mapStacks, withSources } from './source-map.mjs';
import { workingTime } from './working-time.mjs';

const { root, layers, handler: handlerName, runtime, clock, workingTime: limits } = workerData;
const { memory: sharedMemory, sourceMap, isInspected, codeCache } = workerData;

/** What limits an invocation is real time: the clock may be held while code runs. */
const now = workingTime(limits);
globalThis.Date = clockDate(Date, clock);

const tell = (told) => parentPort.postMessage(told);

/** Uses the same channel as the answer, so that no line comes after it, and a line that is written before an endless loop arrives. */
for (const stream of ['stdout', 'stderr'])
  process[stream].write = (chunk, encoding, callback) => {
    tell({ text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'), stream });
    (typeof encoding === 'function' ? encoding : callback)?.();
    return true;
  };

const used = () => {
  const { used_heap_size: heap, external_memory: buffers } = getHeapStatistics();
  return heap + buffers;
};

// For the inspector's question while code runs: how much memory is used without garbage.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
globalThis[Symbol.for('lambda.used')] = (limit) => {
  if (used() > limit) collectGarbage();
  return used();
};

const code = keptCode(codeCache);
const memory = memoryBeat(sharedMemory, used);
memory.begin();

/** Lambda's Node.js brings the AWS SDK (developer guide: "Runtime-included SDK versions"): for code that doesn't bring its own. */
const ofRuntime = /^@(aws-sdk|smithy)\/|^@aws\/durable-execution-sdk-js$/;
const resolveFilename = Module._resolveFilename;
/** As it was: what is not there is not looked for again and again. */
const resolveFrom = (folders, request) => resolveFilename.call(Module, request, undefined, false, { paths: folders });
Module._resolveFilename = (request, ...more) => {
  try {
    return resolveFilename.call(Module, request, ...more);
  } catch (error) {
    const ofLayer = inLayers(request);
    if (ofLayer) return ofLayer;
    if (!ofRuntime.test(request)) throw error;
    return resolveFrom([import.meta.dirname], request);
  }
};

lendAbsentClients();

/** The file of a module in the function's layers (developer guide: "Layer paths for each Lambda runtime"), which are under `/opt`. */
function inLayers(request) {
  for (const layer of layers) {
    const path = request.startsWith('/opt/') ? layer + request.slice('/opt'.length) : request;
    try {
      const folders = ['nodejs', `nodejs/node${/\d+/.exec(runtime)?.[0]}`].map((folder) => `${layer}/${folder}`);
      return resolveFrom(folders, path);
    } catch {}
  }
  return undefined;
}

/**
 * Lambda, as the runtime's client meets it. While an invocation is under way nothing of it keeps the thread: with nothing left
 * to do, the thread ends, as a process does.
 */
const lambda = {
  ready: () => {
    memory.end();
    tell({ ready: true });
    code.keepLoaded();
  },
  initFailed: (answer) => tell({ failed: answer }),
  log: (line, text) => tell({ line, plainText: text }),
  /** The next invocation; the port keeps the thread alive as long as it has a listener. */
  next: () =>
    new Promise((resolve) => {
      parentPort.once('message', async (invocation) => {
        memory.begin();
        // Loaded only for functions of custom resources: HTTPS takes long to load.
        if (invocation.event.includes('"ResponseURL":"http:')) {
          parentPort.ref();
          const { sendResponsesHere } = await import('./custom-resource-responses.mjs');
          parentPort.unref();
          sendResponsesHere(invocation.event);
        }
        resolve({ ...invocation, now });
      });
    }),
  succeed: (result) => {
    if (typeof result !== 'string') throw new TypeError('Wrong arguments');
    memory.end();
    tell({ result, used: used() });
    code.keepUsed();
  },
  succeedByStream: ({ streamed, contentType }) => {
    memory.end();
    tell({ streamed, contentType, used: used() });
    code.keepUsed();
  },
  /** `ends` when the process ends with it. */
  fail: (answer, { ends = false } = {}) => {
    memory.end();
    tell({ error: answer, ends, used: used() });
  },
  /** Waits for something that Lambda does, such as taking a stream to its end: the thread goes on meanwhile. */
  hold: async (promise) => {
    parentPort.ref();
    await promise;
    parentPort.unref();
  },
};

const since24 = Number(/^nodejs(\d+)/.exec(runtime)?.[1]) >= 24;
const { run } = await import(since24 ? './node-runtime/run-since-24.mjs' : './node-runtime/run-up-to-22.mjs');
if (sourceMap) mapStacks(root, sourceMap);
run({
  root,
  handlerName,
  lambda,
  evaluate: sourceMap && isInspected ? readably(withSources(sourceMap)) : code.evaluate,
});

/** For a debugger, which shows the sources. */
function readably(prepare) {
  return (module, text, file) => module._compile(prepare(text), file, 'commonjs');
}
