import type { Construct } from 'constructs';
import { checkoutProcess } from '../functions/monitor/checkout-process.ts';
import { monitor } from '../functions/monitor/participant.ts';
import { core, dynamodb, iam } from './cdk.ts';
import { ParticipantStack } from './participant-stack.ts';
import { PROCESS_METADATA, processView } from './process-view.ts';
import { busName, type Setting } from './setting.ts';

/** It only listens, to everything but itself: take it away and the shop goes on. */
export class MonitorStack extends ParticipantStack<typeof monitor> {
  static readonly participant = monitor;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, monitor, { sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING } });
    this.job('record', { items: { '*': ['GetItem', 'PutItem', 'UpdateItem'] } })
      .onEverythingBut(monitor.source)
      .note(PROCESS_METADATA, processView(checkoutProcess));
    this.httpJob('api', { items: { '*': ['Query'] } }).may(...peekAtDeadLetters(this, busName(setting)));
    this.httpJob('page');
  }
}

/**
 * Dead letters are shown at the order that they belong to. Queues are found by their names' convention, so that no other
 * participant's template is named.
 */
function peekAtDeadLetters(stack: Construct, bus: string) {
  return [
    // ListQueues knows no resource but `*` (Service Authorization Reference: "Amazon SQS").
    new iam.PolicyStatement({ actions: ['sqs:ListQueues'], resources: ['*'] }),
    new iam.PolicyStatement({
      actions: ['sqs:ReceiveMessage'],
      resources: [core.Stack.of(stack).formatArn({ service: 'sqs', resource: `${bus}_*_dlq` })],
    }),
  ];
}
