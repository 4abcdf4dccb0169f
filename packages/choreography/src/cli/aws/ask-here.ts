import { type IncomingHttpHeaders, request } from 'node:http';
import { REGION } from '#local/runtime/account.ts';

/** An answer of the local runtime. */
export interface AnswerHere {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/**
 * Makes a call of an AWS API at a runtime of this very process, by HTTP as any program. The SDK would take a fifth of a second of the
 * processor to be loaded for it. The call names its service as a signature does; a signature is not verified there.
 */
export function askHere(
  endpoint: string,
  { service, path = '/', headers }: { service: string; path?: string; headers: Readonly<Record<string, string>> },
  body: string,
): Promise<AnswerHere> {
  const scope = `local/${new Date().toISOString().slice(0, 10).replaceAll('-', '')}/${REGION}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=local`;
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, endpoint), {
      method: 'POST',
      headers: { ...headers, authorization, 'content-length': Buffer.byteLength(body) },
    });
    asked.once('error', reject);
    asked.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asked.end(body);
  });
}
