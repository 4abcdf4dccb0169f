import { PARTITION } from '#local/runtime/account.ts';
import { type Demands, jsonBody, targetAction } from './demand.ts';

/** What calls to Step Functions ask leave for (Service Authorization Reference: "AWS Step Functions"). */
export const statesDemands: Demands = (request) => {
  const { stateMachineArn, executionArn, activityArn, resourceArn } = jsonBody(request);
  const resource = stateMachineArn ?? executionArn ?? activityArn ?? resourceArn ?? '*';
  return [{ action: `states:${targetAction(request)}`, resource: String(resource) }];
};

/** What calls to S3 ask leave for, with the bucket in the path (Service Authorization Reference: "Amazon S3"). */
export const s3Demands: Demands = ({ method, path, headers }) => {
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decodeURIComponent(pathname)) ?? [];
  if (bucket === '') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  const resource = (name: string) => `arn:${PARTITION}:s3:::${name}`;
  const part = SUBRESOURCES.find((name) => searchParams.has(name));
  const kind = VERBS[method] ?? 'Get';
  const noun = part === undefined ? '' : `${part[0]?.toUpperCase()}${part.slice(1)}`;
  if (key === '') {
    if (method === 'POST' && searchParams.has('delete'))
      return [{ action: 's3:DeleteObject', resource: resource(`${bucket}/*`) }];
    const plain = { Get: 's3:ListBucket', Put: 's3:CreateBucket', Delete: 's3:DeleteBucket' }[kind];
    return [{ action: part === undefined ? plain : `s3:${kind}Bucket${noun}`, resource: resource(bucket) }];
  }
  const isAbort = method === 'DELETE' && searchParams.has('uploadId');
  const action = isAbort ? 's3:AbortMultipartUpload' : `s3:${kind}Object${noun}`;
  const source = headers['x-amz-copy-source'];
  const from = decodeURIComponent(source ?? '').replace(/^\//, '');
  return [
    { action, resource: resource(`${bucket}/${key}`) },
    ...(source === undefined ? [] : [{ action: 's3:GetObject', resource: resource(from.split('?')[0] ?? '') }]),
  ];
};

const VERBS: Readonly<Record<string, 'Get' | 'Put' | 'Delete'>> = { PUT: 'Put', POST: 'Put', DELETE: 'Delete' };

/** The subresources of a bucket or object, by the query parameter that selects each, which have actions of their own. */
const SUBRESOURCES = ['tagging', 'acl', 'notification', 'policy', 'versioning', 'cors', 'lifecycle', 'website'];
