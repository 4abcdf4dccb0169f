import type { MakeFunction } from '#local/lambda/api/action.ts';
import { countedFunction } from '#local/lambda/counted-function.ts';
import { processEnvironment } from '#local/lambda/environment/process-environment.ts';
import type { RuntimeServices } from './services.ts';

/** Makes functions whose calls reach these services, and whose log lines go to the logs and, as notices, to the developer. */
export function functionMaker({ iam, logs, foundation }: RuntimeServices): MakeFunction {
  const { endpoint, notify, onOperation } = foundation;
  return (config) => {
    const environment = processEnvironment(config, endpoint(), iam.issueKey(config.name, config.roleArn));
    const made = foundation.makeFunction(config, environment, ({ message, by, text, stream }) => {
      logs.writeOfFunction(config.logging.LogGroup, stream, message);
      if (by === 'code') for (const line of text.split('\n')) notify({ kind: 'log', function: config.name, line });
    });
    return onOperation ? countedFunction(made, onOperation) : made;
  };
}
