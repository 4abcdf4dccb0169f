import type { AwsResponse } from '#local/gateway/backend.ts';
import { escapeXml, listOf } from '#local/gateway/query-protocol.ts';
import { addressesIn, checkRecipients, recipientsOf } from './addresses.ts';
import type { Envelopes } from './envelopes.ts';
import type { Inbox } from './inbox.ts';
import { errorOf, resultOf } from './query-protocol.ts';

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
  const wrong = checkRecipients(Object.values(Destination).flat());
  if (wrong !== undefined) return errorOf('InvalidParameterValue', wrong);
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
  return (await answerOf('SendEmail', response)).answer;
}

/**
 * SES v1 SendRawEmail (API_SendRawEmail). It goes to `Destinations` or, if there are none, to the recipients in its
 * headers.
 */
export async function sendRawEmail(inbox: Inbox, envelopes: Envelopes, form: URLSearchParams): Promise<AwsResponse> {
  const destinations = listOf(form, 'Destinations');
  const recipients =
    destinations.length > 0 ? destinations : recipientsOf(Buffer.from(form.get('RawMessage.Data') ?? '', 'base64'));
  const wrong = checkRecipients(recipients);
  if (wrong !== undefined) return errorOf('InvalidParameterValue', wrong);
  const response = await inbox.request('/', { method: 'POST', headers: AUTHORIZED, body: withoutLists(form) });
  const { answer, id } = await answerOf('SendRawEmail', response);
  envelopes.remember(id, recipients.flatMap(addressesIn));
  return answer;
}

/** The library knows the first member of each list only, and refuses more. */
function withoutLists(form: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...form].filter(([name]) => !name.includes('.member.')));
}

/** The library answers in JSON or XML; a v1 client reads XML, and the id of the email is all it looks for. */
async function answerOf(action: string, response: Response): Promise<{ answer: AwsResponse; id: string }> {
  const text = await response.text();
  if (!response.ok) {
    const reason = text.match(/aws-ses-v2-local: ([^"]+)/)?.[1] ?? text;
    return { answer: errorOf('InvalidParameterValue', reason), id: '' };
  }
  const found = text.match(/"MessageId":"([^"]+)"|<MessageId>([^<]+)</);
  const id = found?.[1] ?? found?.[2] ?? '';
  return { answer: resultOf(action, `<MessageId>${escapeXml(id)}</MessageId>`), id };
}
