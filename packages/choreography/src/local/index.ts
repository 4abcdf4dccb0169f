export { type Notice, sentence } from './notice.ts';
export { startRuntime } from './start-runtime.ts';
