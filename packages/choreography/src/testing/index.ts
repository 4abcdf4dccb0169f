export { aRuntime, runtimeOfFile, type TestRuntime } from './a-runtime.ts';
export { arbitraryOf, dataOf } from './arbitraries.ts';
export { type Attempt, attempt, type Ending } from './once/attempt.ts';
export { type Fault, faults } from './once/fault.ts';
export { aWorkbench, type Workbench } from './once/workbench.ts';
export { AS_LONG_AS_IT_TAKES, thorough } from './property.ts';
export { type Given, type OnceProofs, provesOnce } from './proves-once.ts';
