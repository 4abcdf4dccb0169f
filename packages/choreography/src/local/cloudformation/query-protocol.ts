import type { AwsResponse } from '#local/gateway/backend.ts';
import { escapeXml, xmlAnswer } from '#local/gateway/query-protocol.ts';
import { uuid } from '#local/runtime/chance.ts';

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

/** The result of an action: status 200, `result` is the XML within `<ActionResult>`. */
export function resultOf(action: string, result: string): AwsResponse {
  const metadata = element('ResponseMetadata', [element('RequestId', uuid())]);
  const body = `<${action}Result>${result}</${action}Result>${metadata}`;
  return xmlAnswer(200, `<${action}Response xmlns="${NAMESPACE}">${body}</${action}Response>`);
}

/** An error of the caller's: status 400. */
export function errorOf(code: string, message: string): AwsResponse {
  const error = element('Error', [element('Type', 'Sender'), element('Code', code), element('Message', message)]);
  const requestId = element('RequestId', uuid());
  return xmlAnswer(400, `<ErrorResponse xmlns="${NAMESPACE}">${error}${requestId}</ErrorResponse>`);
}

/** An element around a text, which is escaped, or around other elements. */
export function element(name: string, content: string | readonly string[]): string {
  return `<${name}>${typeof content === 'string' ? escapeXml(content) : content.join('')}</${name}>`;
}
