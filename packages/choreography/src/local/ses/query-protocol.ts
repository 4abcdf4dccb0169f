import type { AwsResponse } from '#local/backend.ts';
import { uuid } from '#local/chance.ts';

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';

/** The result of an SES v1 action: status 200, `result` is the XML within `<ActionResult>`. */
export function resultOf(action: string, result = ''): AwsResponse {
  const metadata = `<ResponseMetadata><RequestId>${uuid()}</RequestId></ResponseMetadata>`;
  const body = `<${action}Result>${result}</${action}Result>${metadata}`;
  return xml(200, `<${action}Response xmlns="${NAMESPACE}">${body}</${action}Response>`);
}

/** An error of the caller's, as SES v1 says it: status 400. */
export function errorOf(code: string, message: string): AwsResponse {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
  const body = `${error}<RequestId>${uuid()}</RequestId>`;
  return xml(400, `<ErrorResponse xmlns="${NAMESPACE}">${body}</ErrorResponse>`);
}

/** The members of a list parameter, in order: `Identities.member.1`, `Identities.member.2`, … . */
export function listOf(form: URLSearchParams, name: string): string[] {
  const list: string[] = [];
  for (let index = 1; ; index++) {
    const member = form.get(`${name}.member.${index}`);
    if (member === null) return list;
    list.push(member);
  }
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function xml(status: number, content: string): AwsResponse {
  return { status, headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>${content}` };
}
