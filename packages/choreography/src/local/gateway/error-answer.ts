import { uuid } from '#local/runtime/chance.ts';
import type { AwsError } from './aws-error.ts';
import type { AwsRequest, AwsResponse } from './backend.ts';
import { escapeXml } from './query-protocol.ts';

/** The elements around an error, in services that answer in XML. */
const AS_QUERY = ['<ErrorResponse>', '</ErrorResponse>'] as const;
const AROUND: Readonly<Record<string, readonly [before: string, after: string]>> = {
  route53: AS_QUERY,
  cloudfront: AS_QUERY,
  ec2: ['<Response><Errors>', '</Errors></Response>'],
  s3: ['', ''],
};

/**
 * An error as the caller's protocol has it: XML for what is asked of a service in a form and for S3 and its like, else JSON.
 * What is asked of no service, by curl for instance, is answered in JSON.
 */
export function errorAnswer(error: AwsError, request: AwsRequest, service: string | undefined): AwsResponse {
  if (service === undefined) return inJson(error);
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const around = AROUND[service] ?? (isForm ? AS_QUERY : undefined);
  return around ? inXml(error, around) : inJson(error);
}

function inXml({ name, message, status }: AwsError, [before, after]: readonly [string, string]): AwsResponse {
  const error = `<Error><Type>Sender</Type><Code>${name}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const body = `<?xml version="1.0" encoding="UTF-8"?>${before}${error}${after}`;
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': uuid() }, body };
}

const inJson = ({ name, message, status }: AwsError): AwsResponse => ({
  status,
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-errortype': name,
    'x-amzn-requestid': uuid(),
  },
  body: JSON.stringify({ __type: name, message, Message: message }),
});
