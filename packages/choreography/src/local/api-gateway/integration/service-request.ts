import type { ApiServices } from '#local/api-gateway/api-services.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { errorAnswer } from '#local/gateway/error-answer.ts';
import { REGION } from '#local/runtime/account.ts';

/** What an integration asks of a service, with the role by which it may. */
export interface ServiceRequest {
  readonly api: string;
  readonly service: string;
  readonly roleArn: string | undefined;
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Calls a service as AWS's clients do, signed as the role that API Gateway took on. Throws AWS's refusal of the role. */
export async function callService(
  { api, service, roleArn, path = '/', headers, body }: ServiceRequest,
  { accessKey, service: handlerOf }: ApiServices,
): Promise<AwsResponse> {
  const answer = handlerOf(service);
  if (!answer)
    throw new AwsError('UnsupportedOperationException', `The local runtime has no service "${service}".`, 501);
  if (roleArn === undefined)
    throw new AwsError('AccessDeniedException', `The integration has no role by which it may call ${service}.`);
  const scope = `${accessKey(api, roleArn)}/20300101/${REGION}/${service}/aws4_request`;
  const request: AwsRequest = {
    ...{ method: 'POST', path, body: Buffer.from(body) },
    headers: {
      ...headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
    },
  };
  try {
    return await answer(request);
  } catch (error) {
    if (error instanceof AwsError) return errorAnswer(error, request, service);
    throw error;
  }
}
