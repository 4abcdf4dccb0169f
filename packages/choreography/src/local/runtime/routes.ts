import { APIS_PATH } from '#local/api-gateway/apis-path.ts';
import { cloudFormationApi } from '#local/cloudformation/api.ts';
import { eventsApi } from '#local/events/api/events-api.ts';
import { schedulerApi } from '#local/events/scheduler/api/scheduler-api.ts';
import { mustBeAssumedByScheduler } from '#local/events/scheduler/role-trust.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest } from '#local/gateway/backend.ts';
import type { RequestHandler, Routes } from '#local/gateway/gateway.ts';
import { iamApi } from '#local/iam/api/iam-api.ts';
import { dynamodbDemands } from '#local/iam/demands/dynamodb.ts';
import { secretsDemands } from '#local/iam/demands/secrets.ts';
import { guarded } from '#local/iam/guard.ts';
import { stsApi } from '#local/iam/sts/api.ts';
import type { Lambda, MakeFunction } from '#local/lambda/api/action.ts';
import { lambdaApi } from '#local/lambda/api/lambda-api.ts';
import { CODE_PATH, functionCode } from '#local/lambda/function-code.ts';
import { callFunctionUrl, functionAt, URL_PREFIX } from '#local/lambda/function-url/function-url.ts';
import { withCors } from '#local/lambda/function-url/function-url-cors.ts';
import { mustBeAssumedByLambda } from '#local/lambda/role-trust.ts';
import { logsApi } from '#local/logs/api/logs-api.ts';
import { BESIDE_SERVICES } from '#local/resources/beside/beside-types.ts';
import { RESPONSES_PATH } from '#local/resources/custom/custom-requests.ts';
import { namingLeftOut } from '#local/resources/naming-left-out.ts';
import { LEFT_OUT_PATH } from '#local/resources/plausible-identity.ts';
import { countedCalls, countedEmail } from '#local/runtime/metering/counted-calls.ts';
import { UNCOUNTED } from '#local/runtime/metering/operation.ts';
import { secretsApi } from '#local/secrets/secrets-api.ts';
import { ssmApi } from '#local/ssm/ssm-api.ts';
import type { RuntimeServices } from './services.ts';

/** What the gateway answers: the APIs of the services, each call as its caller may make it, and the runtime's own paths. */
export function routesOf(services: RuntimeServices, makeFunction: MakeFunction): Routes {
  const { secrets, iam, dynamodb, leftOut } = services;
  services.handlers = namingLeftOut(
    leftOut,
    guarded(
      apisOf(services, makeFunction),
      {
        dynamodb: dynamodbDemands(dynamodb.partitionKeyOf),
        secretsmanager: secretsDemands((id) => secrets.find(id)?.arn),
      },
      iam,
    ),
  );
  return {
    services: services.handlers,
    missing: (service) => leftOut.ofService(service),
    paths: pathsOf(services),
    forPages: [URL_PREFIX, APIS_PATH],
  };
}

/** By the service's name in a signature. */
function apisOf(services: RuntimeServices, makeFunction: MakeFunction): Record<string, RequestHandler> {
  const { brokers, scheduler, queues, sns, logs, iam, parameters, secrets, stacks, dynamodb } = services;
  const { clock, onOperation: count = UNCOUNTED } = services.foundation;
  const email = countedEmail(services.foundation.email, count);
  const lambda = lambdaOf(services, makeFunction);
  return {
    events: (request) => eventsApi(request, brokers, iam.whereaboutsOf(request)),
    scheduler: (request) =>
      schedulerApi(request, scheduler, iam.whereaboutsOf(request), (roleArn, groupArn) =>
        mustBeAssumedByScheduler(roleArn, groupArn, iam),
      ),
    lambda: (request) => lambdaApi(request, lambda),
    dynamodb: (request) => dynamodb.handle(request),
    sqs: (request) => queues.handle(request, iam.whereaboutsOf(request)),
    sns: (request) => sns.handle(request),
    logs: (request) => logsApi(request, logs),
    ses: email,
    email,
    iam: (request) => iamApi(request, iam),
    sts: (request) => stsApi(request, iam),
    ssm: countedCalls('ssm', (request) => ssmApi(request, parameters), count),
    secretsmanager: countedCalls('secretsmanager', (request) => secretsApi(request, secrets, clock.now()), count),
    cloudformation: (request) => cloudFormationApi(request, stacks),
    ...servicesBeside(services),
  };
}

/** Services whose calls are handed on to the engine beside, if there is one. */
function servicesBeside(services: RuntimeServices): Record<string, RequestHandler> {
  if (services.foundation.beside === undefined) return {};
  return Object.fromEntries(
    BESIDE_SERVICES.map((service) => [
      service,
      async (request: AwsRequest) =>
        (await services.beside())?.forward(request) ?? { status: 501, headers: {}, body: '' },
    ]),
  );
}

/** What Lambda's API acts on: a function made by a call needs a role that Lambda may assume. */
function lambdaOf(services: RuntimeServices, makeFunction: MakeFunction): Lambda {
  const { functions, mappings, functionUrls, iam } = services;
  const { clock, endpoint } = services.foundation;
  return {
    functions,
    mappings,
    functionUrls,
    clock,
    endpoint,
    durable: () => services.durable(),
    makeFunction: (config) => {
      if (functions.find(config.name)?.config.roleArn !== config.roleArn) mustBeAssumedByLambda(config.roleArn, iam);
      return makeFunction(config);
    },
  };
}

/** Paths of these services beside those of AWS, by their prefix. */
function pathsOf(services: RuntimeServices): Record<string, RequestHandler> {
  const { functions, functionUrls, unavailable, leftOut, iam } = services;
  const { notify } = services.foundation;
  return {
    '/_local/targets': (request) => unavailable.answer(request),
    [LEFT_OUT_PATH]: (request) => {
      throw new AwsError('UnsupportedOperationException', `Nothing answers here. ${leftOut.in(request.path)}`, 501);
    },
    [RESPONSES_PATH]: (request) => services.customRequests.take(request),
    [CODE_PATH]: (request) => functionCode(request, functions),
    [APIS_PATH]: async (request) => (await services.apis()).handle(request),
    [URL_PREFIX]: (request) =>
      withCors(request, functionUrls.get(functionAt(request.path)), () =>
        callFunctionUrl(request, { functions, configs: functionUrls, iam, notify }),
      ),
  };
}
