import { ListTargetsByRuleCommand, PutTargetsCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { eventsApi, QUEUE, refused } from './events-api.ts';

const { send, aRule } = eventsApi();

describe('targets', () => {
  it('are at the most five of a rule', async () => {
    const Rule = await aRule();
    const target = (n: number) => ({ Id: `t${n}`, Arn: QUEUE });
    await send(new PutTargetsCommand({ Rule, Targets: [1, 2, 3, 4, 5].map(target) }));
    await send(new PutTargetsCommand({ Rule, Targets: [target(5)] }));
    await expect(send(new PutTargetsCommand({ Rule, Targets: [target(6)] }))).rejects.toEqual(
      refused('LimitExceededException', 'The requested resource exceeds the maximum number allowed.'),
    );
    const removed = await send(new RemoveTargetsCommand({ Rule, Ids: ['t1', 'none'] }));
    expect(removed).toMatchObject({
      FailedEntryCount: 1,
      FailedEntries: [{ TargetId: 'none', ErrorCode: 'ResourceNotFoundException' }],
    });
  });

  it.each([
    [
      'a wrong id',
      { Id: '!@#' },
      "1 validation error detected: Value '!@#' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
    ['no ARN', { Arn: 'q' }, 'Parameter q is not valid. Reason: Provided Arn is not in correct format.'],
    [
      'two inputs',
      { InputPath: '$.detail', InputTransformer: { InputTemplate: '"x"' } },
      'Only one of Input, InputPath, or InputTransformer must be provided for target t.',
    ],
    ['an input that is no JSON', { Input: 'text' }, 'JSON syntax error in input for target t.'],
    [
      'a placeholder that is not defined',
      { InputTransformer: { InputTemplate: '"<unknown>"' } },
      'InputTemplate for target t contains invalid placeholder unknown.',
    ],
    [
      'a FIFO queue without a message group',
      { Arn: `${QUEUE}.fifo` },
      'Parameter(s) SqsParameters must be specified for target: t.',
    ],
    [
      'too many retries',
      { RetryPolicy: { MaximumRetryAttempts: 186 } },
      "1 validation error detected: Value '186' at 'targets.1.member.retryPolicy.maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 185",
    ],
  ])('are refused with %s', async (_, target: object, message) => {
    const Rule = await aRule();
    await expect(send(new PutTargetsCommand({ Rule, Targets: [{ Id: 't', Arn: QUEUE, ...target }] }))).rejects.toEqual(
      refused('ValidationException', message),
    );
    expect((await send(new ListTargetsByRuleCommand({ Rule }))).Targets).toEqual([]);
  });

  it('of services that the runtime has not are refused by name', async () => {
    const Rule = await aRule();
    const Arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:x';
    await expect(send(new PutTargetsCommand({ Rule, Targets: [{ Id: 't', Arn }] }))).rejects.toEqual(
      refused('UnsupportedOperationException', /does not support targets of the service "states"/),
    );
  });
});
