import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { addressesIn, checkRecipients, recipientsOf } from './addresses.ts';
import type { Envelopes } from './envelopes.ts';

interface Destination {
  readonly ToAddresses?: readonly string[];
  readonly CcAddresses?: readonly string[];
  readonly BccAddresses?: readonly string[];
}
interface SendRequest {
  readonly Destination?: Destination;
  readonly Content?: { readonly Raw?: { readonly Data?: string } };
  readonly BulkEmailEntries?: readonly { readonly Destination?: Destination }[];
}

/**
 * The sending calls of SES v2 (API_SendEmail, API_SendBulkEmail), by the library, with what it lacks: recipients are checked, and a
 * raw email goes to its Destination, whatever its headers say.
 */
export async function sendEmailV2(
  request: AwsRequest,
  envelopes: Envelopes,
  send: (request: AwsRequest) => Promise<AwsResponse>,
): Promise<AwsResponse> {
  const parsed = parse(request.body);
  if (!parsed) return send(request);
  const { Destination: destination, Content, BulkEmailEntries } = parsed;
  const raw = Content?.Raw?.Data;
  const named = recipientsIn(destination);
  const recipients = raw !== undefined && named.length === 0 ? recipientsOf(Buffer.from(raw, 'base64')) : named;
  const wrong = BulkEmailEntries
    ? BulkEmailEntries.map((entry) => checkRecipients(recipientsIn(entry.Destination))).find(Boolean)
    : checkRecipients(recipients);
  if (wrong !== undefined) return badRequest(wrong);
  const answer = await send(request);
  if (raw !== undefined && answer.status === 200)
    envelopes.remember(JSON.parse(String(answer.body)).MessageId, recipients.flatMap(addressesIn));
  return answer;
}

function recipientsIn({ ToAddresses = [], CcAddresses = [], BccAddresses = [] }: Destination = {}): string[] {
  return [...ToAddresses, ...CcAddresses, ...BccAddresses];
}

function parse(body: Buffer): SendRequest | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function badRequest(message: string): AwsResponse {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': 'BadRequestException' };
  return { status: 400, headers, body: JSON.stringify({ message }) };
}
