import type { MakeFunction } from '#local/lambda/api/action.ts';
import { BESIDE_TYPES } from '#local/resources/beside/beside-types.ts';
import { type Change, Deployment } from '#local/resources/deployment.ts';
import { describeLeftOut } from '#local/resources/left-out.ts';
import type { Restoration } from '#local/state/restoration.ts';
import type { Stack } from '#template/template.ts';
import type { RuntimeServices } from './services.ts';
import { warmFunctions } from './warm-functions.ts';

/** Deploys stacks to the services, in place of those that were deployed before. */
export function deployer(
  services: RuntimeServices,
  makeFunction: MakeFunction,
  restoration: Restoration,
): (stacks: readonly Stack[]) => Promise<Change[]> {
  const { stacks, leftOut, foundation } = services;
  const noticed = new Set<string>();
  // The endpoint is known only when something is deployed.
  let deployment: Deployment | undefined;
  return async (deployed) => {
    deployment ??= deploymentTo(services, makeFunction, restoration);
    const changes = await deployment.deploy(deployed);
    leftOut.set(deployment.leftOut);
    for (const what of deployment.leftOut) {
      const key = describeLeftOut(what);
      if (!noticed.has(key)) foundation.notify({ kind: 'left-out', what });
      noticed.add(key);
    }
    stacks.deploy(deployed, new Date(foundation.clock.now()));
    warmFunctions(services);
    return changes;
  };
}

function deploymentTo(services: RuntimeServices, makeFunction: MakeFunction, restoration: Restoration): Deployment {
  const {
    apiDestinations,
    broker,
    scheduler,
    functions,
    functionUrls,
    mappings,
    iam,
    logs,
    sns,
    secrets,
    dynamodb,
    sqs,
  } = services;
  const { clock, endpoint, parameters, leaveOut } = services.foundation;
  return new Deployment(
    {
      endpoint: endpoint(),
      apiDestinations,
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
      apis: () => services.apis(),
      beside: () => services.beside() ?? Promise.reject(new Error('There is no engine beside.')),
      customResources: services.customResources,
      beforeCustomResources: (waiting) => restoration.before(waiting),
      layers: new Map<string, string>(),
      parameters: services.parameters,
      createTable: (input) => dynamodb.createTable(input),
      createQueue: sqs.createQueue,
      setQueuePolicy: sqs.setPolicy,
    },
    parameters,
    leaveOut,
    services.foundation.beside === undefined ? {} : BESIDE_TYPES,
  );
}
