import type { AwsResponse } from '#local/backend.ts';
import type { Inbox } from './inbox.ts';
import { errorOf, escaped, listOf, resultOf } from './query-protocol.ts';

/** What aws-ses-v2-local wants to see of a caller: any signature. The gateway is who checks callers. */
const AUTHORIZED = { authorization: 'AWS4-HMAC-SHA256' };

/**
 * SES v1 SendEmail (API_SendEmail), by the library's v2 call: its own v1 keeps the first address of each list only, and
 * answers errors that a v1 client cannot read. Every sender counts as verified.
 */
export async function sendEmail(inbox: Inbox, form: URLSearchParams): Promise<AwsResponse> {
  const source = form.get('Source');
  if (!source) return errorOf('ValidationError', "1 validation error detected: Value null at 'source' is missing.");
  const Destination = {
    ToAddresses: listOf(form, 'Destination.ToAddresses'),
    CcAddresses: listOf(form, 'Destination.CcAddresses'),
    BccAddresses: listOf(form, 'Destination.BccAddresses'),
  };
  const wrong = Object.values(Destination)
    .flat()
    .find((address) => !/@[^@\s]+$/.test(address));
  if (wrong !== undefined) return errorOf('InvalidParameterValue', `Missing final '@domain' in ${wrong}`);
  if (Object.values(Destination).flat().length === 0) return errorOf('InvalidParameterValue', 'Missing recipients.');
  const part = (name: string) => (form.has(`${name}.Data`) ? { Data: form.get(`${name}.Data`) } : undefined);
  const Body = { Text: part('Message.Body.Text'), Html: part('Message.Body.Html') };
  const response = await inbox.request('/v2/email/outbound-emails', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...AUTHORIZED },
    body: JSON.stringify({
      FromEmailAddress: source,
      ReplyToAddresses: listOf(form, 'ReplyToAddresses'),
      Destination,
      Content: { Simple: { Subject: part('Message.Subject'), Body } },
    }),
  });
  return answerOf('SendEmail', response);
}

/** SES v1 SendRawEmail (API_SendRawEmail), as the library has it. */
export async function sendRawEmail(inbox: Inbox, form: URLSearchParams): Promise<AwsResponse> {
  const response = await inbox.request('/', { method: 'POST', headers: AUTHORIZED, body: form });
  return answerOf('SendRawEmail', response);
}

/** The library answers in JSON or XML; a v1 client reads XML, and the id of the email is all it looks for. */
async function answerOf(action: string, response: Response): Promise<AwsResponse> {
  const text = await response.text();
  if (!response.ok) return errorOf('InvalidParameterValue', text.match(/aws-ses-v2-local: ([^"]+)/)?.[1] ?? text);
  const id = text.match(/"MessageId":"([^"]+)"|<MessageId>([^<]+)</);
  return resultOf(action, `<MessageId>${escaped(id?.[1] ?? id?.[2] ?? '')}</MessageId>`);
}
