import { escapeXml } from '#local/gateway/query-protocol.ts';
import { uuid } from '#local/runtime/chance.ts';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

/** The answer to an action in the query protocol; `result` is the XML within `<ActionResult>`. */
export function response(action: string, result: string): string {
  const body = `<${action}Result>${result}</${action}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${uuid()}</RequestId></ResponseMetadata>`;
  return `<${action}Response xmlns="${NAMESPACE}">${body}${metadata}</${action}Response>`;
}

export function errorResponse(code: string, message: string): string {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  return `<ErrorResponse xmlns="${NAMESPACE}">${error}<RequestId>${uuid()}</RequestId></ErrorResponse>`;
}

/** One element; nothing if it has no value. */
export function element(name: string, value: string | undefined): string {
  return value === undefined ? '' : `<${name}>${escapeXml(value)}</${name}>`;
}

export function members(all: readonly string[]): string {
  return all.map((one) => `<member>${one}</member>`).join('');
}

export function entries(all: Readonly<Record<string, string>>): string {
  return Object.entries(all)
    .map(([key, value]) => `<entry>${element('key', key)}${element('value', value)}</entry>`)
    .join('');
}
