import type { MakeFunction } from '#local/lambda/api/action.ts';
import { findSourceMap } from '#local/lambda/find-source-map.ts';
import type { Isolation } from '#local/lambda/isolation.ts';
import { LambdaFunction } from '#local/lambda/lambda-function.ts';
import { processEnvironment } from '#local/lambda/process-environment.ts';
import type { WorkingTime } from '#local/lambda/working-time.ts';
import type { RuntimeServices } from './services.ts';

export interface FunctionSurroundings {
  /** Keeps functions from files but their own, and from processes; undefined if nothing does. */
  readonly isolation: Isolation | undefined;
  /** What timeouts are counted by: it stands still while a debugger has stopped. */
  readonly workingTime: WorkingTime;
  /** The folder with the source maps of the functions' bundles. */
  readonly sourceMaps: string | undefined;
  readonly isInspected: boolean;
}

/** Makes functions whose calls reach these services, and whose log lines go to the logs and, as notices, to the developer. */
export function functionMaker(
  { iam, logs, foundation }: RuntimeServices,
  { isolation, workingTime, sourceMaps, isInspected }: FunctionSurroundings,
): MakeFunction {
  const { clock, notify, endpoint } = foundation;
  return (config) => {
    const sourceMap = sourceMaps === undefined ? undefined : findSourceMap(config.root, sourceMaps);
    const confined = isolation?.confine(config.root, sourceMap, config.layers);
    const accessKeyId = iam.issueKey(config.name, config.roleArn);
    return new LambdaFunction(
      config,
      { ...confined?.environment, ...processEnvironment(config, endpoint(), accessKeyId) },
      ({ message, by, text, stream }) => {
        logs.writeOfFunction(config.logging.LogGroup, stream, message);
        if (by === 'code') for (const line of text.split('\n')) notify({ kind: 'log', function: config.name, line });
      },
      clock,
      { execArgv: confined?.execArgv ?? [], workingTime, sourceMap, isInspected },
    );
  };
}
