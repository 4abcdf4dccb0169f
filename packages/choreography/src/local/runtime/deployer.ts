import type { MakeFunction } from '#local/lambda/api/action.ts';
import { type Change, Deployment } from '#local/resources/deployment.ts';
import { describeLeftOut } from '#local/resources/left-out.ts';
import type { RuntimeOptions } from '#local/start-runtime.ts';
import { readTemplates } from '#template/read-templates.ts';
import type { RuntimeServices } from './services.ts';

/**
 * Deploys the templates of a folder to the services, in place of those that were deployed before.
 *
 * @param endpoint where the runtime listens: addresses of queues and functions begin so
 * @param options values of the templates' parameters, what is left out, and how templates are read
 */
export function deployer(
  services: RuntimeServices,
  makeFunction: MakeFunction,
  endpoint: string,
  { parameters, leaveOut, reading = {} }: Pick<RuntimeOptions, 'parameters' | 'leaveOut' | 'reading'>,
): (folder: string) => Promise<Change[]> {
  const { broker, scheduler, functions, functionUrls, mappings, iam, logs, sns, secrets, stacks } = services;
  const { clock, dynamodb, sqs, notify } = services.foundation;
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
      pipes: () => services.pipes(),
      layers: new Map<string, string>(),
      parameters: services.parameters,
      createTable: (input) => dynamodb.createTable(input),
      createQueue: sqs.createQueue,
      setQueuePolicy: sqs.setPolicy,
    },
    parameters,
    leaveOut,
  );
  const noticed = new Set<string>();
  const { keepGoing, ...options } = reading;
  const onProblem = keepGoing
    ? ({ message: explanation }: Error) => notify({ kind: 'unread-template', explanation })
    : undefined;
  return async (folder) => {
    const deployed = readTemplates([folder], onProblem, options);
    const changes = await deployment.deploy(deployed);
    services.leftOut.set(deployment.leftOut);
    for (const what of deployment.leftOut) {
      const key = describeLeftOut(what);
      if (!noticed.has(key)) notify({ kind: 'left-out', what });
      noticed.add(key);
    }
    stacks.deploy(deployed, new Date(clock.now()));
    for (const each of functions.all()) each.warm();
    return changes;
  };
}
