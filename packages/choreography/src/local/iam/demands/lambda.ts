import { callbackIn } from '#local/lambda/durable/callback-id.ts';
import { functionName } from '#local/lambda/functions.ts';
import { arn } from '#local/runtime/account.ts';
import { type Demands, jsonBody } from './demand.ts';
import { passRole } from './iam.ts';

/** By method and the path after the function's name. */
const ON_FUNCTION: Readonly<Record<string, string>> = {
  'GET ': 'GetFunction',
  'DELETE ': 'DeleteFunction',
  'POST invocations': 'InvokeFunction',
  'POST invoke-async': 'InvokeFunction',
  'POST response-streaming-invocations': 'InvokeFunction',
  'GET configuration': 'GetFunctionConfiguration',
  'PUT configuration': 'UpdateFunctionConfiguration',
  'PUT code': 'UpdateFunctionCode',
  'GET concurrency': 'GetFunctionConcurrency',
  'PUT concurrency': 'PutFunctionConcurrency',
  'DELETE concurrency': 'DeleteFunctionConcurrency',
  'GET policy': 'GetPolicy',
  'POST policy': 'AddPermission',
  'DELETE policy': 'RemovePermission',
  'GET url': 'GetFunctionUrlConfig',
  'POST url': 'CreateFunctionUrlConfig',
  'PUT url': 'UpdateFunctionUrlConfig',
  'DELETE url': 'DeleteFunctionUrlConfig',
  'GET urls': 'ListFunctionUrlConfigs',
  'GET aliases': 'ListAliases',
  'POST aliases': 'CreateAlias',
  'GET durable-executions': 'ListDurableExecutionsByFunction',
  'GET versions': 'ListVersionsByFunction',
  'POST versions': 'PublishVersion',
  'GET event-invoke-config': 'GetFunctionEventInvokeConfig',
  'PUT event-invoke-config': 'PutFunctionEventInvokeConfig',
  'POST event-invoke-config': 'UpdateFunctionEventInvokeConfig',
  'DELETE event-invoke-config': 'DeleteFunctionEventInvokeConfig',
};

/** By the last part of the path. */
const ON_EXECUTION: Readonly<Record<string, string>> = {
  checkpoint: 'CheckpointDurableExecution',
  state: 'GetDurableExecutionState',
  history: 'GetDurableExecutionHistory',
  stop: 'StopDurableExecution',
  succeed: 'SendDurableExecutionCallbackSuccess',
  fail: 'SendDurableExecutionCallbackFailure',
  heartbeat: 'SendDurableExecutionCallbackHeartbeat',
};

/** By method: what is done to a mapping from a queue to a function. */
const ON_MAPPING: Readonly<Record<string, string>> = { GET: 'Get', PUT: 'Update', DELETE: 'Delete', POST: 'Create' };

/** What calls to Lambda ask leave for (service authorization reference: "AWS Lambda"). */
export const lambdaDemands: Demands = ({ method, path, body }) => {
  const [, , collection = '', name = '', operation = ''] = path.split('?')[0]?.split('/') ?? [];
  if (collection === 'event-source-mappings') {
    if (method === 'GET' && name === '') return [{ action: 'lambda:ListEventSourceMappings', resource: '*' }];
    const mapping = name === '' ? '*' : arn('lambda', `event-source-mapping:${name}`);
    return [{ action: `lambda:${ON_MAPPING[method] ?? method}EventSourceMapping`, resource: mapping }];
  }
  if (collection.startsWith('durable-execution')) {
    const id = decodeURIComponent(name);
    const resource = collection === 'durable-executions' ? id : (callbackIn(id)?.executionArn ?? '*');
    return [{ action: `lambda:${ON_EXECUTION[operation] ?? 'GetDurableExecution'}`, resource }];
  }
  if (collection === 'functions' && name === '' && method === 'POST') {
    const { FunctionName, Role } = jsonBody({ body });
    const create = { action: 'lambda:CreateFunction', resource: functionArn(String(FunctionName)) };
    return [create, ...passed(Role)];
  }
  if (collection !== 'functions' || name === '')
    return [{ action: `lambda:${method === 'GET' ? 'List' : 'Create'}${title(collection)}`, resource: '*' }];
  const action = ON_FUNCTION[`${method} ${operation}`] ?? `${method} ${operation}`;
  const handed = action === 'UpdateFunctionConfiguration' ? passed(jsonBody({ body }).Role) : [];
  return [{ action: `lambda:${action}`, resource: functionArn(decodeURIComponent(name)) }, ...handed];
};

const passed = (role: unknown) => passRole(typeof role === 'string' ? role : undefined, 'lambda.amazonaws.com');

const functionArn = (name: string): string => arn('lambda', `function:${functionName(name)}`);

/** `code-signing-configs` as `CodeSigningConfigs`. */
const title = (words: string): string => words.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
