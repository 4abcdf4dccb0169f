import { uuid } from '#local/runtime/chance.ts';
import type { AwsResponse } from './backend.ts';

/** What a form or an answer of the query protocol holds; in an answer, what is undefined is left out. */
export type QueryValue =
  | string
  | number
  | boolean
  | Date
  | undefined
  | readonly QueryValue[]
  | { readonly [name: string]: QueryValue };

/** A parameter of a form: lists and structures are nested, all else is text. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };

/** The parameters of a call in AWS's query protocol: `Tags.member.1.Key=a` is `{ Tags: [{ Key: 'a' }] }`. */
export function readForm(body: Buffer): { [name: string]: FormValue } {
  const form: { [name: string]: FormValue } = Object.create(null);
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) put(form, name.split('.'), value);
  return form;
}

/** The answer to an action: its result, with the lists as `member` elements. */
export function queryAnswer(
  action: string,
  namespace: string,
  result?: { readonly [name: string]: QueryValue },
): AwsResponse {
  const told = result === undefined ? '' : elements(`${action}Result`, result);
  const metadata = elements('ResponseMetadata', { RequestId: uuid() });
  const body = `<${action}Response xmlns="${namespace}">${told}${metadata}</${action}Response>`;
  return xmlAnswer(200, body);
}

/** An answer of one XML document, given by its root element. */
export function xmlAnswer(status: number, root: string): AwsResponse {
  return { status, headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>${root}` };
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

/** Long paths and far indices mean no call of an SDK: what goes beyond is left alone. */
const MAX_DEPTH = 10;
const MAX_INDEX = 1000;

function put(form: { [name: string]: FormValue }, path: readonly string[], value: string): void {
  if (path.length > MAX_DEPTH) return;
  const [name = '', member, index = '', ...rest] = path;
  if (path.length === 1) {
    form[name] = value;
    return;
  }
  if (member !== 'member') {
    put(structureIn(form, name), path.slice(1), value);
    return;
  }
  const position = Number(index) - 1;
  if (!(position >= 0 && position < MAX_INDEX && Number.isInteger(position))) return;
  const list = Array.isArray(form[name]) ? form[name] : [];
  form[name] = list;
  if (rest.length === 0) list[position] = value;
  else {
    const item = isStructure(list[position]) ? list[position] : Object.create(null);
    list[position] = item;
    put(item, rest, value);
  }
}

function structureIn(form: { [key: string]: FormValue }, name: string): { [key: string]: FormValue } {
  const found = form[name];
  if (isStructure(found)) return found;
  const made: { [key: string]: FormValue } = Object.create(null);
  form[name] = made;
  return made;
}

const isStructure = (value: FormValue | undefined): value is { [name: string]: FormValue } =>
  typeof value === 'object' && !Array.isArray(value);

function elements(name: string, value: QueryValue): string {
  if (value === undefined) return '';
  return `<${name}>${contentOf(value)}</${name}>`;
}

function contentOf(value: Exclude<QueryValue, undefined>): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => elements('member', item)).join('');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, part]) => elements(name, part))
      .join('');
  return escapeXml(String(value));
}

/** A text within XML, in an element or an attribute. */
export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
