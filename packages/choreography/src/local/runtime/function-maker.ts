import type { MakeFunction } from '#local/lambda/api/action.ts';
import type { Isolation } from '#local/lambda/isolation.ts';
import { LambdaFunction } from '#local/lambda/lambda-function.ts';
import { processEnvironment } from '#local/lambda/process-environment.ts';
import type { RuntimeServices } from './services.ts';

/**
 * Makes functions whose calls reach these services, and whose log lines go to the logs and, as notices, to the developer.
 *
 * @param isolation keeps them from files but their own, and from processes; undefined if nothing does
 */
export function functionMaker({ iam, logs, foundation }: RuntimeServices, isolation?: Isolation): MakeFunction {
  const { clock, notify, endpoint } = foundation;
  return (config) => {
    const confined = isolation?.confine(config.root);
    const accessKeyId = iam.issueKey(config.name, config.roleArn);
    return new LambdaFunction(
      config,
      { ...confined?.environment, ...processEnvironment(config, endpoint(), accessKeyId) },
      ({ message, by, text, stream }) => {
        logs.writeOfFunction(config.logging.LogGroup, stream, message);
        if (by === 'code') for (const line of text.split('\n')) notify({ kind: 'log', function: config.name, line });
      },
      clock,
      confined?.execArgv,
    );
  };
}
