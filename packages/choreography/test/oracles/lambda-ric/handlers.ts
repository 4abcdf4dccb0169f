import type { Given } from './given.ts';

const handler = (name: string, body: string, more: Partial<Given> = {}): Given => ({
  name,
  code: `exports.handler = ${body}`,
  ...more,
});
const JSON_LOGS = { AWS_LAMBDA_LOG_FORMAT: 'JSON' };

const ANSWERS: readonly Given[] = [
  handler('answers an object', 'async () => ({ a: [1, null, "x"] })'),
  handler('answers undefined', 'async () => {}'),
  handler('answers a number', 'async () => 5'),
  handler('answers without being async', '() => ({ sync: true })'),
  handler('answers a thenable', '() => ({ then: (resolve) => resolve("then") })'),
  handler('answers a function', 'async () => () => 1'),
  handler('answers a symbol', 'async () => Symbol("s")'),
  handler('answers a bigint', 'async () => ({ n: 1n })'),
  handler('answers a circle', 'async () => { const a = {}; a.a = a; return a; }'),
  handler('answers what throws in toJSON', 'async () => ({ toJSON() { throw new RangeError("inside"); } })'),
  handler('counts its arguments', '(...all) => ({ n: all.length })'),
  handler('keeps its state', 'async () => (globalThis.count = (globalThis.count ?? 0) + 1)', { events: [{}, {}, {}] }),
  handler('answers its event', 'async (event) => event', { events: [{ deep: [1.5, 'é'] }, null, 'text', [1]] }),
  handler('waits for a timer', 'async () => { await new Promise((r) => setTimeout(r, 20)); return "waited"; }'),
  handler('leaves a timer behind', 'async () => { setTimeout(() => {}, 30); return 1; }'),
];

const ERRORS: readonly Given[] = [
  handler('throws a text', 'async () => { throw "plain"; }'),
  handler('throws undefined', 'async () => { throw undefined; }'),
  handler('throws null', 'async () => { throw null; }'),
  handler('throws a number', 'async () => { throw 7; }'),
  handler('throws an object', 'async () => { throw { name: "X", message: "m" }; }'),
  handler('throws what looks like an error', 'async () => { throw { name: "X", message: "m", stack: "s1\\ns2" }; }'),
  handler('throws an object without a prototype', 'async () => { throw Object.create(null); }'),
  handler(
    'throws an error with more',
    'async () => { throw Object.assign(new TypeError("o"), { code: "E1", extra: { a: 1 } }); }',
  ),
  handler('throws an error with a cause', 'async () => { throw new Error("o", { cause: new TypeError("i") }); }'),
  handler('throws an aggregate', 'async () => { throw new AggregateError([new Error("a"), 1], "many"); }'),
  handler('throws an error of its class', 'async () => { class Own extends Error {} throw new Own("own"); }'),
  handler('throws an error without a stack', 'async () => { const e = new Error("s"); delete e.stack; throw e; }'),
  handler(
    'throws an error whose message throws',
    'async () => { const e = new Error(); Object.defineProperty(e, "message", { get() { throw new Error("inner"); } }); throw e; }',
  ),
  handler('throws an error with a circle', 'async () => { const e = new Error("c"); e.self = e; throw e; }'),
  handler('throws DEL', 'async () => { throw new Error("a\\x7Fb"); }'),
  handler('throws without being async', '() => { throw new TypeError("sync"); }'),
  handler('throws undefined without being async', '() => { throw undefined; }'),
  handler('throws, then goes on', 'async (e) => { if (e.bad) throw new Error("bad"); return "well"; }', {
    events: [{ bad: 1 }, {}],
  }),
];

const ENDS: readonly Given[] = [
  handler(
    'loses a rejection',
    'async () => { Promise.reject(new Error("lost")); await new Promise((r) => setTimeout(r, 100)); return 1; }',
  ),
  handler(
    'loses the rejection of a text',
    'async () => { Promise.reject("text"); await new Promise((r) => setTimeout(r, 100)); return 1; }',
  ),
  handler(
    'throws in a timer',
    'async () => { setTimeout(() => { throw new Error("timer"); }, 10); await new Promise((r) => setTimeout(r, 200)); }',
  ),
  handler('never settles', 'async () => new Promise(() => {})'),
  handler('never settles without being async', '() => new Promise(() => {})'),
  handler('exits', 'async () => process.exit(3)'),
  handler('exits well', 'async () => process.exit(0)'),
  handler(
    'catches by itself what nobody caught',
    'async () => { process.once("unhandledRejection", () => {}); return 1; }',
  ),
];

const INIT: readonly Given[] = [
  { name: 'misses a package', code: "require('nope'); exports.handler = async () => 1;" },
  { name: 'misses a file', code: 'exports.handler = 1', handler: 'elsewhere.handler' },
  {
    name: 'misses a package as an ES module',
    code: { 'index.mjs': "import 'nope'; export const handler = async () => 1;" },
  },
  { name: 'has broken syntax', code: 'exports.handler = async () => { retrun 1 }}' },
  {
    name: 'has broken syntax as an ES module',
    code: { 'index.mjs': 'export const handler = async () => { retrun 1 }}' },
  },
  { name: 'throws an error at the top', code: 'throw new RangeError("top")' },
  { name: 'throws a text at the top', code: "throw 'plain'" },
  { name: 'throws undefined at the top', code: 'throw undefined' },
  { name: 'exits at the top', code: 'process.exit(4)' },
  {
    name: 'loses a rejection at the top',
    code: 'Promise.reject(new Error("early")); exports.handler = async () => { await new Promise((r) => setTimeout(r, 50)); return 1; }',
  },
  {
    name: 'waits at the top for ever',
    code: { 'index.mjs': 'await new Promise(() => {}); export const handler = async () => 1;' },
  },
  {
    name: 'waits at the top',
    code: {
      'index.mjs':
        'const x = await new Promise((r) => setTimeout(() => r(9), 10)); export const handler = async () => x;',
    },
  },
  { name: 'has no handler', code: 'exports.other = 1' },
  { name: 'has a handler that is none', code: "exports.handler = 'x'" },
  { name: 'is named without a dot', code: 'exports.handler = async () => 1', handler: 'index' },
  { name: 'is named with two dots', code: 'exports.handler = async () => 1', handler: '../index.handler' },
  { name: 'logs at the top', code: "console.log('init'); exports.handler = async () => console.log('later');" },
];

const EXPORTS: readonly Given[] = [
  { name: 'is nested', code: 'exports.a = { b: { handler: async () => "nested" } }', handler: 'index.a.b.handler' },
  {
    name: 'is nested in a function',
    code: 'exports.a = Object.assign(() => {}, { handler: async () => "of a function" })',
    handler: 'index.a.handler',
  },
  { name: 'is in a folder', code: { 'src/app.js': 'exports.run = async () => "folder"' }, handler: 'src/app.run' },
  { name: 'is in a deep folder', code: { 'a/b/c.mjs': 'export const run = async () => "deep"' }, handler: 'a/b/c.run' },
  { name: 'is the default export', code: 'module.exports = async () => "default"', handler: 'index.default' },
  { name: 'is in the default export', code: { 'index.mjs': 'export default { handler: async () => "in default" }' } },
  {
    name: 'is the default export of an ES module',
    code: { 'index.mjs': 'export default async () => "esm"' },
    handler: 'index.default',
  },
  {
    name: 'is in default of transpiled code',
    code: 'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = { handler: async () => "transpiled" }',
  },
  { name: 'is CommonJS by its name', code: { 'index.cjs': 'exports.handler = async () => "cjs"' } },
  {
    name: 'is an ES module by its package',
    code: {
      'package.json': '{"type":"module"}',
      'index.js': 'export const handler = async () => import.meta.url.split("/").at(-1)',
    },
  },
  { name: 'is an ES module by its syntax', code: 'export const handler = async () => "by syntax"' },
  {
    name: 'requires an ES module',
    code: { 'index.js': 'exports.handler = async () => require("./other.mjs").x', 'other.mjs': 'export const x = 1' },
  },
  {
    name: 'is in a package',
    code: { 'node_modules/pack/index.js': 'exports.handler = async () => "package"' },
    handler: 'pack.handler',
  },
  {
    name: 'is in the index of a folder',
    code: { 'lib/index.js': 'exports.handler = async () => "index"' },
    handler: 'lib.handler',
  },
  {
    name: 'prefers .js',
    code: { 'index.js': 'exports.handler = async () => "js"', 'index.mjs': 'export const handler = async () => "mjs"' },
  },
];

const CALLBACKS: readonly Given[] = [
  handler('calls back', '(event, context, callback) => callback(null, { ok: 1 })'),
  handler('calls back with an error', '(event, context, callback) => callback(new Error("called"))'),
  handler('calls back with a text', '(event, context, callback) => callback("called")'),
  handler('calls back later', '(event, context, callback) => { setTimeout(() => callback(null, "later"), 20); }'),
  handler('calls back twice', '(event, context, callback) => { callback(null, 1); callback(null, 2); }'),
  handler('calls back with what is no JSON', '(event, context, callback) => callback(null, 1n)'),
  handler(
    'calls back and goes on',
    '(event, context, callback) => { callback(null, 1); setTimeout(() => console.log("after"), 20); }',
  ),
  handler(
    'calls back and does not wait',
    '(event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; callback(null, 1); setTimeout(() => {}, 5000).unref(); }',
  ),
  handler('takes a callback that it does not call', '(event, context, callback) => {}'),
  handler('takes a callback and is async', 'async (event, context, callback) => ({ ok: 1 })'),
  handler('is done', '(event, context) => context.done(null, "done")'),
  handler('succeeds', '(event, context) => context.succeed("well")'),
  handler('fails', '(event, context) => context.fail(new TypeError("failed"))'),
  handler('fails with nothing', '(event, context) => context.fail()'),
  handler('does nothing', '() => {}'),
];

const CONTEXT: readonly Given[] = [
  handler('tells the keys of its context', 'async (e, context) => Object.keys(context)'),
  handler(
    'tells its context',
    'async (e, { getRemainingTimeInMillis, logStreamName, ...context }) => ({ ...context, time: getRemainingTimeInMillis() > 0 })',
    { clientContext: '{"client":{"a":1},"custom":{"k":"v"}}', tenantId: 'blue' },
  ),
  handler('tells its trace', 'async () => [typeof process.env._X_AMZN_TRACE_ID, process.env._X_AMZN_TRACE_ID]'),
  handler(
    'tells the global object',
    'async () => [Object.keys(globalThis.awslambda).sort(), typeof awslambda.HttpResponseStream]',
  ),
  handler('has no global object if it wants none', 'async () => typeof globalThis.awslambda', {
    environment: { AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA: '1' },
  }),
  handler(
    'asks the store of invocations',
    'async () => { const s = globalThis.awslambda.InvokeStore; if (!s) return "none"; let refused; try { s.set(Symbol.for("_AWS_LAMBDA_REQUEST_ID"), 1); } catch (e) { refused = e.message; } s.set("k", 1); return [s.getRequestId(), s.getXRayTraceId(), s.getTenantId() ?? null, s.hasContext(), s.get("k"), refused]; }',
    { tenantId: 'blue' },
  ),
];

const SAYS = `async () => {
  console.log('a %s', 'b', { c: 1 });
  console.log('l1\\nl2');
  console.log();
  console.log({ object: true });
  console.info('info'); console.debug('debug'); console.trace('trace'); console.warn('warn');
  console.error('e', new TypeError('oops').message);
  console.fatal('fatal');
  console.log(1n, Symbol('s'));
}`;
const LOGS: readonly Given[] = [
  handler('writes lines', SAYS),
  handler('writes lines in JSON', SAYS, { environment: JSON_LOGS }),
  handler('writes lines from a level on', SAYS, { environment: { AWS_LAMBDA_LOG_LEVEL: 'warn' } }),
  handler('writes lines in JSON from a level on', SAYS, {
    environment: { ...JSON_LOGS, AWS_LAMBDA_LOG_LEVEL: 'ERROR' },
  }),
  handler('writes lines of a level that there is not', SAYS, { environment: { AWS_LAMBDA_LOG_LEVEL: 'loud' } }),
  handler(
    'writes errors in JSON',
    'async () => { class Own extends Error {} const e = Object.assign(new Own("o"), { code: 7 }); console.error(e); console.error("with", e); console.log(e, 1); console.log({ inner: e }); }',
    { environment: JSON_LOGS },
  ),
  handler('writes what is no JSON', 'async () => { const c = {}; c.c = c; console.log(c); console.log({ n: 1n }); }', {
    environment: JSON_LOGS,
  }),
  handler('throws with logs in JSON', 'async () => { throw Object.assign(new TypeError("o"), { code: "E" }); }', {
    environment: JSON_LOGS,
  }),
  handler('throws a text with logs in JSON', 'async () => { throw "text"; }', { environment: JSON_LOGS }),
  handler('writes in JSON for a tenant', 'async () => console.log("x")', { environment: JSON_LOGS, tenantId: 'blue' }),
  handler(
    'loses a rejection with logs in JSON',
    'async () => { Promise.reject(new Error("lost")); await new Promise((r) => setTimeout(r, 100)); }',
    { environment: JSON_LOGS },
  ),
];

const streams = (name: string, body: string): Given => handler(name, `awslambda.streamifyResponse(${body})`);
const STREAMS: readonly Given[] = [
  streams(
    'streams',
    'async (event, stream) => { stream.write("a"); stream.write(Buffer.from([0, 255])); stream.end("z"); }',
  ),
  streams(
    'streams with a type',
    'async (event, stream) => { stream.setContentType("text/html"); stream.write("<p>"); stream.end(); }',
  ),
  streams('streams an object', 'async (event, stream) => { stream.write({ a: 1 }); stream.end(); }'),
  streams(
    'streams with metadata',
    'async (event, stream) => { stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { "x-a": "b" }, cookies: ["c=d"] }); stream.write("body"); stream.end(); }',
  ),
  streams(
    'streams metadata alone',
    'async (event, stream) => { stream = awslambda.HttpResponseStream.from(stream, { statusCode: 204 }); stream.end("only"); }',
  ),
  streams(
    'streams by a pipeline',
    'async (event, stream) => { const { pipeline } = require("node:stream/promises"); const { Readable } = require("node:stream"); await pipeline(Readable.from(["x", "y"]), stream); }',
  ),
  streams(
    'sets its type too late',
    'async (event, stream) => { stream.write("a"); stream.setContentType("text/html"); }',
  ),
  streams('streams and answers', 'async (event, stream) => { stream.end("a"); return 1; }'),
  streams('streams without being async', '(event, stream) => { stream.end("a"); }'),
  streams('streams an error', 'async (event, stream) => { stream.write("begun"); throw new TypeError("midway"); }'),
  streams('streams three parameters', 'async (event, stream, context) => { stream.end(Object.keys(context).join()); }'),
  {
    name: 'streams otherwise',
    code: 'exports.handler = Object.assign(async () => 1, { [Symbol.for("aws.lambda.runtime.handler.streaming")]: "request" })',
  },
];

export const HANDLERS: readonly Given[] = [
  ...[...ANSWERS, ...ERRORS, ...ENDS, ...INIT, ...EXPORTS],
  ...[...CALLBACKS, ...CONTEXT, ...LOGS, ...STREAMS],
];
