export { type Notice, sentence } from './runtime/notice.ts';
export { startRuntime } from './start-runtime.ts';
