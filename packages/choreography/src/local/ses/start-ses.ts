import type { AwsRequest, AwsResponse, Backend } from '#local/gateway/backend.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import { addressesIn } from './addresses.ts';
import { Envelopes } from './envelopes.ts';
import { identityActions } from './identities.ts';
import { type Inbox, MAX_EMAILS, openInbox, type StoredEmail } from './inbox.ts';
import { errorOf } from './query-protocol.ts';
import { sendEmail, sendRawEmail } from './send-email.ts';
import { sendEmailV2 } from './send-email-v2.ts';

export interface Email {
  /** The addresses alone: those in To, of a raw email all that it was sent to. */
  to: string[];
  subject: string;
  text: string;
  html: string;
  /** When it was sent, ISO 8601, to the second. */
  at: string;
}

export interface Ses extends Backend {
  /** The page that shows the emails: on a free port of 127.0.0.1, which no other machine reaches. */
  inboxUrl: string;
  /** The emails that were sent, the oldest first: the last 5,000 of them. */
  emails(): Promise<Email[]>;
}

/**
 * SES v1 (sending, identities) and v2 (sending, templates), by aws-ses-v2-local. It takes half a second to start, in a
 * thread of its own: start it early and wait for it late.
 */
export async function startSes(hosts: readonly string[] = [], journal: Journal = NO_JOURNAL): Promise<Ses> {
  const kept = journal.entries('email/');
  const inbox = await openInbox(
    hosts,
    kept.map(([, email]) => email as StoredEmail),
  );
  const keptKeys = kept.map(([key]) => key);
  const identities = identityActions();
  const envelopes = new Envelopes(MAX_EMAILS, journal);
  const answerTo = async (request: AwsRequest): Promise<AwsResponse> => {
    const forward = (one: AwsRequest) => forwarded(inbox, one);
    if (request.method === 'POST' && SENDING_V2.test(request.path)) return sendEmailV2(request, envelopes, forward);
    if (request.path.startsWith('/v2/')) return forward(request);
    const form = new URLSearchParams(request.body.toString('utf8'));
    const action = form.get('Action') ?? '';
    if (action === 'SendEmail') return sendEmail(inbox, form);
    if (action === 'SendRawEmail') return sendRawEmail(inbox, envelopes, form);
    const identity = Object.hasOwn(identities, action) ? identities[action] : undefined;
    return identity?.(form) ?? errorOf('InvalidAction', `The local SES does not know the action ${action}.`);
  };
  const keepNew = async () => {
    for (const email of await inbox.newEmails()) {
      journal.put(`email/${email.messageId}`, email);
      keptKeys.push(`email/${email.messageId}`);
    }
    for (const key of keptKeys.splice(0, keptKeys.length - MAX_EMAILS)) journal.delete(key);
  };
  return {
    inboxUrl: inbox.url,
    async handle(request) {
      const answer = await answerTo(request);
      if (journal !== NO_JOURNAL && request.method === 'POST') await keepNew();
      return answer;
    },
    async emails() {
      const { emails } = (await (await inbox.request('/store')).json()) as { emails: StoredEmail[] };
      return emails.map(({ messageId, destination, subject, body, at }) => ({
        to: [...(envelopes.recipientsOf(messageId) ?? destination.to.flatMap(addressesIn))],
        subject,
        text: body.text ?? '',
        html: body.html ?? '',
        at: new Date(at * 1000).toISOString(),
      }));
    },
    stop: () => inbox.close(),
  };
}

const SENDING_V2 = /^\/v2\/email\/outbound-(bulk-)?emails(\?|$)/;

async function forwarded(inbox: Inbox, { method, path, headers, body }: AwsRequest): Promise<AwsResponse> {
  const response = await inbox.request(path, {
    method,
    headers: {
      'content-type': headers['content-type'] ?? 'application/json',
      authorization: headers.authorization ?? '',
    },
    ...(body.length > 0 ? { body } : {}),
  });
  const contentType = response.headers.get('content-type') ?? 'application/json';
  return { status: response.status, headers: { 'content-type': contentType }, body: await response.text() };
}
