import type { MakeFunction } from '#local/lambda/api/action.ts';
import { type Change, Deployment } from '#local/resources/deployment.ts';
import type { ParameterValues } from '#local/resources/system-evaluation.ts';
import { readTemplates } from '#template/read-templates.ts';
import type { RuntimeServices } from './services.ts';

/**
 * Deploys the templates of a folder to the services, in place of those that were deployed before.
 *
 * @param endpoint where the runtime listens: addresses of queues and functions begin so
 * @param parameters values of the templates' parameters
 */
export function deployer(
  services: RuntimeServices,
  makeFunction: MakeFunction,
  endpoint: string,
  parameters?: ParameterValues,
): (folder: string) => Promise<Change[]> {
  const { broker, scheduler, functions, functionUrls, mappings, iam, logs, sns, secrets, stacks } = services;
  const { clock, dynamodb, sqs } = services.foundation;
  const deployment = new Deployment(
    {
      endpoint,
      broker,
      scheduler,
      functions,
      makeFunction,
      functionUrls,
      mappings,
      clock,
      iam,
      logs,
      sns,
      secrets,
      parameters: services.parameters,
      createTable: (input) => dynamodb.createTable(input),
      createQueue: sqs.createQueue,
      setQueuePolicy: sqs.setPolicy,
    },
    parameters,
  );
  return async (folder) => {
    const deployed = readTemplates([folder]);
    const changes = await deployment.deploy(deployed);
    stacks.deploy(deployed, new Date(clock.now()));
    for (const each of functions.all()) each.warm();
    return changes;
  };
}
