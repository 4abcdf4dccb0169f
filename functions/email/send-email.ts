import { maskAddresses } from 'choreography';
import { environment, NotPerformed, Refusal, ServiceError, ses } from 'choreography/jobs';
import type { Customer } from '../../events/fragments/order.ts';
import type { Email } from './order-email.ts';

/**
 * Sends an email by SES and returns SES's message id. When SES answered that it did not take the email, throws
 * NotPerformed: for good (a Refusal) if it rejected the email itself. Without an answer, nobody knows: any other error.
 */
export async function sendEmail({ email }: Customer, { subject, text, html }: Email): Promise<string> {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  try {
    const { MessageId } = await ses.send('SendEmail', {
      Source: environment('SENDER'),
      Destination: { ToAddresses: [email] },
      Message: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } },
    });
    return MessageId ?? 'unknown';
  } catch (error) {
    throw error instanceof ServiceError && error.status !== undefined ? new NotPerformed(withoutAddress(error)) : error;
  }
}

/** SES names the addresses that it rejects: personal data, which no log or queue may hold. */
function withoutAddress({ name, message, details }: ServiceError): Error {
  const explanation = maskAddresses(String(details.Message ?? message));
  if (name === 'MessageRejected') return new Refusal('RejectedBySes', `SES rejected the email: ${explanation}`);
  return new Error(`SES did not take the email (${name}): ${explanation}`);
}
