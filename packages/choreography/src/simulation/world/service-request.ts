import type { AwsRequest } from '#local/gateway/backend.ts';

/** Makes a request from outside to a service, in its JSON protocol. @param target such as `AmazonSQS.SendMessage` */
export const requestFor = (service: string, target: string, input: object): AwsRequest => ({
  ...{ method: 'POST', path: '/', body: Buffer.from(JSON.stringify(input)) },
  headers: {
    'x-amz-target': target,
    'content-type': service === 'sqs' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1',
    authorization: `AWS4-HMAC-SHA256 Credential=outside/20300107/us-east-1/${service}/aws4_request`,
  },
});
