import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { api } from '../reference.ts';
import { storiesOf } from '../story.ts';

export const STS = storiesOf('STS', [
  {
    name: 'A caller learns the account and an ARN in it',
    reference: api('STS', 'GetCallerIdentity'),
    async tell(aws) {
      const { Account, Arn = '', UserId } = await aws.sts.send(new GetCallerIdentityCommand({}));
      return { Account, ofTheAccount: Arn.startsWith(`arn:aws:iam::${Account}:`), hasUserId: Boolean(UserId) };
    },
    expected: { Account: '<account>', hasUserId: true, ofTheAccount: true },
  },
]);
