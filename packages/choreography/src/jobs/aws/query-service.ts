import { type ActionsIn, type AskedBy, ServiceError } from './json-service.ts';
import { queryForm } from './query-form.ts';
import { type SignedRequest, signedRequest } from './signed-request.ts';

/** A service that is asked by a form and answers in XML (Smithy: "AWS query protocol"). */
interface QueryService {
  /** As people call it. */
  readonly title: string;
  readonly service: SignedRequest['service'];
  /** Of its API. */
  readonly version: string;
}

/** A service that is asked for actions, once each. Of an answer only the texts that stand in no list are read. */
export const queryService = <Actions extends ActionsIn<Actions>>({
  title,
  service,
  version,
}: QueryService): AskedBy<Actions> => ({
  async send(action, input) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = queryForm({ Action: action, Version: version, ...input });
    const { status, text } = await signedRequest({ service, path: '/', headers, body }).catch((cause: Error) => {
      throw new ServiceError('NetworkingError', `${title} did not answer ${action}: ${cause.name}: ${cause.message}`);
    });
    const told = textsIn(text);
    if (status >= 200 && status < 300) return told as never;
    const { Code, Message } = told;
    // What stands between a function and the service may answer anything: then nobody knows whether the service was asked.
    if (Code === undefined)
      throw new ServiceError('UnknownError', `${title} did not answer ${action}: ${status} ${text}`);
    throw new ServiceError(Code, `${title} did not do ${action}: ${status} ${Message ?? ''}`, status, told);
  },
});

/** The elements that hold nothing but text, by name. */
function textsIn(xml: string): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [, name = '', text = ''] of xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)) texts[name] = unescaped(text);
  return texts;
}

const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
