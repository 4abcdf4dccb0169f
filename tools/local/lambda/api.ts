import { AwsError } from '../aws-error.ts';
import type { AwsRequest, AwsResponse } from '../backend.ts';
import type { Functions } from './functions.ts';
import type { LambdaFunction } from './lambda-function.ts';
import {
  addPermission,
  createFunction,
  type MakeFunction,
  putEventInvokeConfig,
  reserveConcurrency,
  updateFunctionCode,
} from './manage-functions.ts';

/**
 * Lambda's REST API: Invoke (both types), functions made from a zip, described, listed, changed and deleted, their permissions,
 * reserved concurrency and asynchronous configuration.
 */
export async function lambdaApi(request: AwsRequest, functions: Functions, make: MakeFunction): Promise<AwsResponse> {
  const { pathname } = new URL(request.path, 'http://localhost');
  const [, , collection, encoded, action] = pathname.split('/');
  if (collection === 'functions') {
    if (!encoded && request.method === 'GET') return json(200, { Functions: functions.all().map(describe) });
    const name = decodeURIComponent(encoded ?? '');
    const input = () => JSON.parse(request.body.toString('utf8') || '{}');
    if (!encoded && request.method === 'POST') return json(201, describe(createFunction(input(), functions, make)));
    if (action === undefined && request.method === 'DELETE') {
      functions.delete(name);
      return NOTHING;
    }
    if (action === 'code' && request.method === 'PUT')
      return json(200, describe(updateFunctionCode(name, input(), functions, make)));
    if (action === 'policy' && request.method === 'POST') return json(201, addPermission(name, input(), functions));
    if (action === 'concurrency' && request.method === 'PUT') {
      const { ReservedConcurrentExecutions } = input();
      reserveConcurrency(name, ReservedConcurrentExecutions, functions, make);
      return json(200, { ReservedConcurrentExecutions });
    }
    if (action === 'concurrency' && request.method === 'DELETE') {
      reserveConcurrency(name, undefined, functions, make);
      return NOTHING;
    }
    if (action === 'event-invoke-config' && request.method === 'PUT')
      return json(200, putEventInvokeConfig(name, input(), functions));
    if (action === 'invocations' && request.method === 'POST') return invoke(name, request, functions);
    if (action === undefined && request.method === 'GET')
      return json(200, { Configuration: describe(functions.get(name)), Code: {} });
    if (action === 'configuration' && request.method === 'GET') return json(200, describe(functions.get(name)));
  }
  throw new AwsError(
    'UnsupportedOperationException',
    `The local runtime does not answer ${request.method} ${pathname} of Lambda.`,
  );
}

async function invoke(name: string, { headers, body }: AwsRequest, functions: Functions): Promise<AwsResponse> {
  const event = body.length === 0 ? '{}' : body.toString('utf8');
  try {
    JSON.parse(event);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
    );
  }
  switch (headers['x-amz-invocation-type'] ?? 'RequestResponse') {
    case 'DryRun':
      functions.get(name);
      return { status: 204, headers: {}, body: '' };
    case 'Event':
      return { status: 202, headers: { 'x-amzn-requestid': functions.invokeAsync(name, event).requestId }, body: '' };
    default: {
      const { payload, functionError, requestId } = await functions.invoke(name, event);
      return {
        status: 200,
        headers: {
          'content-type': 'application/json',
          'x-amzn-requestid': requestId,
          'x-amz-executed-version': '$LATEST',
          ...(functionError && { 'x-amz-function-error': functionError }),
        },
        body: payload,
      };
    }
  }
}

const NOTHING: AwsResponse = { status: 204, headers: {}, body: '' };

const describe = ({ config }: LambdaFunction) => ({
  FunctionName: config.name,
  FunctionArn: config.arn,
  Runtime: config.runtime,
  Handler: config.handler,
  Role: config.roleArn,
  Timeout: config.timeoutSeconds,
  MemorySize: config.memoryMegabytes,
  Version: '$LATEST',
  State: 'Active',
  LastUpdateStatus: 'Successful',
  PackageType: 'Zip',
  Environment: { Variables: config.environment },
});

const json = (status: number, body: object): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
