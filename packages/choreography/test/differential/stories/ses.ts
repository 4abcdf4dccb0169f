import { DeleteIdentityCommand, SendEmailCommand, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import type { Aws } from '../aws.ts';
import { api } from '../reference.ts';
import { refused } from '../refusal.ts';
import { storiesOf } from '../story.ts';

const anAddress = (aws: Aws, word: string) => `${aws.unique(word)}@shop.example`;
const verify = async (aws: Aws, EmailAddress: string) => {
  await aws.ses.send(new VerifyEmailIdentityCommand({ EmailAddress }));
  aws.afterwards(() => aws.ses.send(new DeleteIdentityCommand({ Identity: EmailAddress })));
};
const send = (aws: Aws, Source: string) =>
  aws.ses.send(
    new SendEmailCommand({
      Source,
      Destination: { ToAddresses: ['ada@example.com'] },
      Message: { Subject: { Data: 'Told' }, Body: { Text: { Data: 'A story.' } } },
    }),
  );

export const SES = storiesOf('SES', [
  {
    name: 'An email from a verified address is taken and has an id',
    reference: api('SES', 'SendEmail'),
    async tell(aws) {
      const sender = anAddress(aws, 'sender');
      await verify(aws, sender);
      const { MessageId } = await send(aws, sender);
      return { MessageId };
    },
    expected: { MessageId: '<MessageId>' },
  },
  {
    name: 'An email from an address that nobody verified is rejected',
    reference: api('SES', 'SendEmail'),
    tell: (aws) => refused(send(aws, anAddress(aws, 'stranger'))),
    expected: { refused: 'MessageRejected', status: 400 },
  },
]);
