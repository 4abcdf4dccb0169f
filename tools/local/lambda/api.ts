import { AwsError } from '../aws-error.ts';
import type { AwsRequest, AwsResponse } from '../backend.ts';
import type { Functions } from './functions.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** Lambda's REST API: Invoke (both types), GetFunction, GetFunctionConfiguration, ListFunctions. */
export async function lambdaApi(request: AwsRequest, functions: Functions): Promise<AwsResponse> {
  const { pathname } = new URL(request.path, 'http://localhost');
  const [, , collection, encoded, action] = pathname.split('/');
  if (collection === 'functions') {
    if (!encoded && request.method === 'GET') return json(200, { Functions: functions.all().map(describe) });
    const name = decodeURIComponent(encoded ?? '');
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
