import type { AwsResponse } from '#local/backend.ts';
import { uuid } from '#local/chance.ts';

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

/** The result of an action: status 200, `result` is the XML within `<ActionResult>`. */
export function resultOf(action: string, result: string): AwsResponse {
  const metadata = element('ResponseMetadata', [element('RequestId', uuid())]);
  const body = `<${action}Result>${result}</${action}Result>${metadata}`;
  return xml(200, `<${action}Response xmlns="${NAMESPACE}">${body}</${action}Response>`);
}

/** An error of the caller's: status 400. */
export function errorOf(code: string, message: string): AwsResponse {
  const error = element('Error', [element('Type', 'Sender'), element('Code', code), element('Message', message)]);
  const requestId = element('RequestId', uuid());
  return xml(400, `<ErrorResponse xmlns="${NAMESPACE}">${error}${requestId}</ErrorResponse>`);
}

/** An element around a text, which is escaped, or around other elements. */
export function element(name: string, content: string | readonly string[]): string {
  return `<${name}>${typeof content === 'string' ? escaped(content) : content.join('')}</${name}>`;
}

/** The members of a list parameter, in order: `StackStatusFilter.member.1`, `StackStatusFilter.member.2`, … . */
export function listOf(form: URLSearchParams, name: string): string[] {
  const list: string[] = [];
  for (let index = 1; ; index++) {
    const value = form.get(`${name}.member.${index}`);
    if (value === null) return list;
    list.push(value);
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function xml(status: number, content: string): AwsResponse {
  return { status, headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>${content}` };
}
