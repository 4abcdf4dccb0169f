import { arn } from '../../account.ts';
import { functionName } from '../../lambda/functions.ts';
import type { Demands } from './demand.ts';

const ON_FUNCTION: Readonly<Record<string, string>> = {
  'GET ': 'GetFunction',
  'DELETE ': 'DeleteFunction',
  'POST invocations': 'InvokeFunction',
  'GET configuration': 'GetFunctionConfiguration',
  'PUT configuration': 'UpdateFunctionConfiguration',
  'PUT code': 'UpdateFunctionCode',
  'PUT concurrency': 'PutFunctionConcurrency',
  'GET concurrency': 'GetFunctionConcurrency',
  'DELETE concurrency': 'DeleteFunctionConcurrency',
  'GET policy': 'GetPolicy',
  'POST policy': 'AddPermission',
  'DELETE policy': 'RemovePermission',
  'POST url': 'CreateFunctionUrlConfig',
  'PUT url': 'UpdateFunctionUrlConfig',
  'GET url': 'GetFunctionUrlConfig',
  'DELETE url': 'DeleteFunctionUrlConfig',
  'GET urls': 'ListFunctionUrlConfigs',
  'PUT event-invoke-config': 'PutFunctionEventInvokeConfig',
  'POST event-invoke-config': 'UpdateFunctionEventInvokeConfig',
  'GET event-invoke-config': 'GetFunctionEventInvokeConfig',
  'DELETE event-invoke-config': 'DeleteFunctionEventInvokeConfig',
};

const ON_MAPPING: Readonly<Record<string, string>> = { GET: 'Get', PUT: 'Update', DELETE: 'Delete' };

/** What calls to Lambda ask leave for (service authorization reference: "AWS Lambda"). */
export const lambdaDemands: Demands = ({ method, path }) => {
  const [, , collection = '', name = '', operation = ''] = path.split('?')[0]?.split('/') ?? [];
  if (collection === 'event-source-mappings' && name !== '')
    return [
      {
        action: `lambda:${ON_MAPPING[method]}EventSourceMapping`,
        resource: arn('lambda', `event-source-mapping:${name}`),
      },
    ];
  if (collection !== 'functions' || name === '')
    return [
      {
        action: `lambda:${method === 'GET' ? `List${title(collection)}` : `Create${title(collection).slice(0, -1)}`}`,
        resource: '*',
      },
    ];
  const action = ON_FUNCTION[`${method} ${operation}`] ?? `${method} ${operation}`;
  return [
    { action: `lambda:${action}`, resource: arn('lambda', `function:${functionName(decodeURIComponent(name))}`) },
  ];
};

/** `event-source-mappings` as `EventSourceMappings`. */
const title = (words: string): string => words.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
