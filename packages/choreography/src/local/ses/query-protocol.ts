import type { AwsResponse } from '#local/gateway/backend.ts';
import { escapeXml, xmlAnswer } from '#local/gateway/query-protocol.ts';
import { uuid } from '#local/runtime/chance.ts';

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';

/** The result of an SES v1 action: status 200, `result` is the XML within `<ActionResult>`. */
export function resultOf(action: string, result = ''): AwsResponse {
  const metadata = `<ResponseMetadata><RequestId>${uuid()}</RequestId></ResponseMetadata>`;
  const body = `<${action}Result>${result}</${action}Result>${metadata}`;
  return xmlAnswer(200, `<${action}Response xmlns="${NAMESPACE}">${body}</${action}Response>`);
}

/** An error of the caller's, as SES v1 says it: status 400. */
export function errorOf(code: string, message: string): AwsResponse {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const body = `${error}<RequestId>${uuid()}</RequestId>`;
  return xmlAnswer(400, `<ErrorResponse xmlns="${NAMESPACE}">${body}</ErrorResponse>`);
}
