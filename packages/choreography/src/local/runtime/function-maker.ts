import type { MakeFunction } from '#local/lambda/api/action.ts';
import { countedFunction } from '#local/lambda/counted-function.ts';
import { DurableFunction } from '#local/lambda/durable/durable-function.ts';
import { processEnvironment } from '#local/lambda/environment/process-environment.ts';
import type { RuntimeServices } from './services.ts';

/** Makes functions whose calls reach these services, and whose log lines go to the logs and, as notices, to the developer. */
export function functionMaker(services: RuntimeServices): MakeFunction {
  const { iam, logs, foundation } = services;
  const { endpoint, notify, onOperation } = foundation;
  return (config) => {
    const environment = processEnvironment(config, endpoint(), iam.issueKey(config.name, config.roleArn));
    const made = foundation.makeFunction(config, environment, ({ message, by, text, stream }) => {
      logs.writeOfFunction(config.logging.LogGroup, stream, message);
      if (by === 'code') for (const line of text.split('\n')) notify({ kind: 'log', function: config.name, line });
    });
    const counted = onOperation ? countedFunction(made, onOperation) : made;
    return config.durable ? new DurableFunction(counted, () => services.durable()) : counted;
  };
}
