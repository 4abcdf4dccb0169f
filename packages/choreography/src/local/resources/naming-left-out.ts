import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import type { RequestHandler } from '#local/gateway/gateway.ts';
import type { LeftOutResources } from './left-out.ts';

/** Services whose errors say which resource was left out, when the request has the name of one. */
export function namingLeftOut(
  leftOut: Pick<LeftOutResources, 'in'>,
  services: Readonly<Record<string, RequestHandler>>,
): Record<string, RequestHandler> {
  return Object.fromEntries(Object.entries(services).map(([service, answer]) => [service, naming(leftOut, answer)]));
}

function naming(leftOut: Pick<LeftOutResources, 'in'>, answer: RequestHandler): RequestHandler {
  return async (request) => {
    try {
      const response = await answer(request);
      return response.status < 400 ? response : withSentence(response, sentenceFor(request, leftOut));
    } catch (error) {
      const sentence = error instanceof AwsError ? sentenceFor(request, leftOut) : '';
      if (!(error instanceof AwsError) || sentence === '') throw error;
      throw new AwsError(error.name, `${error.message} ${sentence}`, error.status);
    }
  };
}

const sentenceFor = ({ path, body }: AwsRequest, leftOut: Pick<LeftOutResources, 'in'>): string =>
  leftOut.in(`${decodeURIComponent(path)} ${body}`);

/** An error in JSON or XML with a sentence more. */
function withSentence(response: AwsResponse, sentence: string): AwsResponse {
  if (sentence === '') return response;
  const body = String(response.body)
    .replace(/("[mM]essage"\s*:\s*"(?:[^"\\]|\\.)*)"/g, (_, message) => `${message} ${sentence}"`)
    .replace('</Message>', ` ${sentence}</Message>`);
  const { 'content-length': length, ...headers } = response.headers;
  return { ...response, headers, body };
}
