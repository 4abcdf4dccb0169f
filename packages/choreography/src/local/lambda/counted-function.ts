import type { OnOperation } from '#local/runtime/metering/operation.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** A function of which each invocation is told. */
export const countedFunction = (counted: LambdaFunction, count: OnOperation): LambdaFunction => ({
  config: counted.config,
  isFull: (details) => counted.isFull(details),
  warm: () => counted.warm(),
  retire: () => counted.retire(),
  stop: () => counted.stop(),
  async invoke(...given) {
    const outcome = await counted.invoke(...given);
    const { name, memoryMegabytes, architecture = 'x86_64', isTraced = false } = counted.config;
    count({
      kind: 'invocation',
      function: name,
      queue: given[2]?.queue,
      milliseconds: outcome.report?.milliseconds,
      initMilliseconds: outcome.report?.initMilliseconds,
      memoryMegabytes,
      architecture,
      failed: outcome.functionError !== undefined,
      traced: isTraced,
    });
    return outcome;
  },
});
