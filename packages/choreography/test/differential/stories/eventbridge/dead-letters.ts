import type { Aws } from '../../aws.ts';
import { aBus, anEntry, aRuleTo, put } from '../../given/a-bus.ts';
import { aQueue, messagesIn, type Queue } from '../../given/a-queue.ts';
import { guide } from '../../reference.ts';
import { storiesOf } from '../../story.ts';

const DEBUGGING = guide('EventBridge User Guide', 'Debugging event delivery', 'eb-rule-event-delivery');
const NOWHERE = (aws: Aws) => `arn:aws:sqs:us-east-1:000000000000:${aws.unique('nowhere')}`;

/** What is set aside in a dead-letter queue: the event's detail and the attributes that say why. */
async function setAside(aws: Aws, queue: Queue) {
  const messages = await messagesIn(aws, queue, 1);
  return messages.map(({ Body = '', MessageAttributes = {} }) => ({
    detail: (JSON.parse(Body) as { detail?: unknown }).detail,
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes)
        // Its text is for people, and no page fixes it.
        .filter(([name]) => name !== 'ERROR_MESSAGE')
        .map(([name, { StringValue }]) => [name, StringValue]),
    ),
  }));
}

export const DEAD_LETTERS = storiesOf('EventBridge: what cannot be delivered', [
  {
    name: 'An event for a queue that does not exist is set aside, with the rule, the target and the reason',
    reference: DEBUGGING,
    async tell(aws) {
      const bus = await aBus(aws);
      const deadLetters = await aQueue(aws, 'dlq');
      await aRuleTo(aws, bus, [{ Id: 'queue', Arn: NOWHERE(aws), DeadLetterConfig: { Arn: deadLetters.arn } }]);
      await put(aws, anEntry(bus, { lost: false }));
      return (await setAside(aws, deadLetters)).map(({ detail, attributes }) => ({
        detail,
        rule: attributes.RULE_ARN,
        target: attributes.TARGET_ARN,
        saysWhy: 'ERROR_CODE' in attributes,
      }));
    },
    expected: [
      {
        detail: { lost: false },
        rule: 'arn:aws:events:<region>:<account>:rule/<bus>/<rule>',
        saysWhy: true,
        target: 'arn:aws:sqs:<region>:<account>:<nowhere>',
      },
    ],
  },
  {
    name: 'An event for a queue whose policy does not let EventBridge send is not delivered, but set aside without a retry',
    reference: DEBUGGING,
    async tell(aws) {
      const bus = await aBus(aws);
      const deadLetters = await aQueue(aws, 'dlq');
      const closed = await aQueue(aws, 'closed', { Policy: '' });
      await aRuleTo(aws, bus, [{ Id: 'queue', Arn: closed.arn, DeadLetterConfig: { Arn: deadLetters.arn } }]);
      await put(aws, anEntry(bus, { lost: false }));
      const aside = await setAside(aws, deadLetters);
      return {
        aside: aside.map(({ detail, attributes: { ERROR_CODE, RETRY_ATTEMPTS } }) => ({
          detail,
          ERROR_CODE,
          RETRY_ATTEMPTS,
        })),
        delivered: (await messagesIn(aws, closed, 1, 1)).length,
      };
    },
    expected: {
      aside: [{ ERROR_CODE: 'NO_PERMISSIONS', RETRY_ATTEMPTS: '0', detail: { lost: false } }],
      delivered: 0,
    },
  },
]);
