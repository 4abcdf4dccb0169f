import { type AwsRequest, type AwsResponse, jsonAnswer } from '#local/gateway/backend.ts';
import { listOf } from '#local/gateway/query-protocol.ts';
import { chanceNow, uuid } from '#local/runtime/chance.ts';
import { addressesIn, checkRecipients } from '#local/ses/addresses.ts';
import { errorOf, resultOf } from '#local/ses/query-protocol.ts';
import type { Cause } from './cause.ts';

/** An email that was sent. */
export interface SentEmail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /**
   * Whether its sender knows that it was sent: the answer came, and the run went on to a good end. Of one that nobody knows of, another may be
   * sent.
   */
  readonly isKnown: boolean;
}

/** An email with the label of the call that sent it. */
export interface CalledEmail extends Omit<SentEmail, 'isKnown'> {
  readonly label: string;
}

/** A simulated SES that keeps the emails that are sent, by `SendEmail` of API version 1, or by version 2 with simple content. */
export class Mailbox {
  readonly sent: CalledEmail[] = [];

  constructor(private readonly now: () => number) {}

  handle(request: AwsRequest): AwsResponse {
    return request.path.startsWith('/v2/') ? this.#v2(request) : this.#v1(request);
  }

  #v1({ body }: AwsRequest): AwsResponse {
    const form = new URLSearchParams(body.toString('utf8'));
    const action = form.get('Action') ?? '';
    if (action !== 'SendEmail')
      return errorOf('InvalidAction', `The simulated SES has no action "${action}", only SendEmail.`);
    const recipients = ['To', 'Cc', 'Bcc'].flatMap((kind) => listOf(form, `Destination.${kind}Addresses`));
    const wrong = checkRecipients(recipients);
    if (wrong !== undefined) return errorOf('InvalidParameterValue', wrong);
    const id = this.#send(recipients, form.get('Message.Subject.Data'), form.get('Message.Body.Text.Data'));
    return resultOf('SendEmail', `<MessageId>${id}</MessageId>`);
  }

  #v2({ body, path }: AwsRequest): AwsResponse {
    const { Destination = {}, Content } = JSON.parse(body.toString('utf8') || '{}') as EmailV2;
    if (!/^\/v2\/email\/outbound-emails(\?|$)/.test(path) || !Content?.Simple)
      return jsonAnswer(
        400,
        { message: 'The simulated SES only sends emails with simple content (Content.Simple).' },
        'BadRequestException',
      );
    const recipients = Object.values(Destination).flat();
    const wrong = checkRecipients(recipients);
    if (wrong !== undefined) return jsonAnswer(400, { message: wrong }, 'BadRequestException');
    const { Subject, Body } = Content.Simple;
    return jsonAnswer(200, { MessageId: this.#send(recipients, Subject?.Data, Body?.Text?.Data) });
  }

  #send(recipients: readonly string[], subject: string | null | undefined, text: string | null | undefined): string {
    const label = (chanceNow() as Cause | undefined)?.label ?? '';
    this.sent.push({
      to: recipients.flatMap(addressesIn),
      subject: subject ?? '',
      text: text ?? '',
      at: this.now(),
      label,
    });
    return uuid();
  }
}

interface EmailV2 {
  readonly Destination?: Readonly<Record<string, readonly string[]>>;
  readonly Content?: {
    readonly Simple?: { readonly Subject?: { Data?: string }; readonly Body?: { readonly Text?: { Data?: string } } };
  };
}
