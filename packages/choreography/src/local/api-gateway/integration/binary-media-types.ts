import type { AwsRequest } from '#local/gateway/backend.ts';

/** A body in base64 if its type is one of the API's binary ones (developer guide: "Binary media types for REST APIs in API Gateway"). */
export function binaryBody(
  { headers, body }: AwsRequest,
  binaryMediaTypes: readonly string[],
): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isBase64Encoded = isBinary(headers['content-type'] ?? 'application/json', binaryMediaTypes);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

/** Whether a REST API turns an answer in base64 into bytes: by the first type that the request accepts. */
export const wantsBinary = ({ headers }: AwsRequest, binaryMediaTypes: readonly string[]): boolean =>
  isBinary(headers.accept?.split(',')[0] ?? '', binaryMediaTypes);

function isBinary(mediaType: string, binaryMediaTypes: readonly string[]): boolean {
  const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  return binaryMediaTypes.some((given) => {
    const binary = given.replace('~1', '/').toLowerCase();
    return binary === '*/*' || binary === type || (binary.endsWith('/*') && type.startsWith(binary.slice(0, -1)));
  });
}
