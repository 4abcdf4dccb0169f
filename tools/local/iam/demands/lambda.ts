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
  'GET url': 'GetFunctionUrlConfig',
  'PUT event-invoke-config': 'PutFunctionEventInvokeConfig',
  'GET event-invoke-config': 'GetFunctionEventInvokeConfig',
};

/** What calls to Lambda ask leave for (service authorization reference: "AWS Lambda"). */
export const lambdaDemands: Demands = ({ method, path }) => {
  const [, , collection = '', name = '', operation = ''] = path.split('?')[0]?.split('/') ?? [];
  if (collection !== 'functions' || name === '')
    return [{ action: `lambda:${method === 'GET' ? 'List' : 'Create'}${title(collection)}`, resource: '*' }];
  const action = ON_FUNCTION[`${method} ${operation}`] ?? `${method} ${operation}`;
  return [
    { action: `lambda:${action}`, resource: arn('lambda', `function:${functionName(decodeURIComponent(name))}`) },
  ];
};

/** `event-source-mappings` as `EventSourceMappings`. */
const title = (words: string): string => words.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
