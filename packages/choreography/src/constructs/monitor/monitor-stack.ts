import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { acknowledge } from '#constructs/acknowledge.ts';
import { tableUse } from '#constructs/grants/table-grants.ts';
import { core, dynamodb, iam } from '#constructs/lazy-cdk.ts';
import { ParticipantStack, type ParticipantStackClass } from '#constructs/participant-stack.ts';
import { busName, type Setting, stackName } from '#constructs/setting.ts';
import type { Monitor } from '#contracts/define-monitor.ts';
import { RETENTION_DAYS } from '#contracts/retention.ts';
import { PROCESS_METADATA, processView } from '#contracts/template-metadata.ts';
import { INDEXES } from '#monitor/table.ts';
import { clearEvents } from './clear-events.ts';
import { RecordJob } from './record-job.ts';

const { STRING } = dynamodb.AttributeType;

/**
 * How many batches of events are recorded at once at the most, unless the stage says otherwise: a twentieth of the thousand executions
 * that an account has, enough for more than two thousand instances a second. An account that has only ten says 2.
 */
const MAX_CONCURRENCY = 100;

/** The monitor only listens, to everything but itself: take it away and the business goes on. */
export class MonitorStack extends ParticipantStack<Monitor> {
  constructor(scope: Construct, setting: Setting, monitor: Monitor) {
    // It is a view of events, made again by a replay.
    super(scope, setting, monitor, { sortKey: { name: 'sk', type: STRING }, isBackedUp: false });
    for (const { name, partitionKey, sortKey } of Object.values(INDEXES)) {
      // Keys alone: the index is written only when an item comes, moves or goes, and not when anything else changes.
      this.table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: { name: partitionKey, type: STRING },
        sortKey: { name: sortKey, type: STRING },
        projectionType: dynamodb.ProjectionType.KEYS_ONLY,
      });
    }
    const map = this.innerJob('map', { environment: { STACK_PREFIX: stackName(setting, '') } }).may(
      ...readTemplates(this, stacksOf(setting)),
    );
    const looksAround = [map.call, ...mayReadDeadLetters(this, busName(setting))];
    acknowledge(this, {
      ...Object.fromEntries(
        stacksOf(setting).map((name) => [
          `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudformation:<AWS::Region>:<AWS::AccountId>:stack/${name}]`,
          'It reads the template of every stack of this choreography, and may name none: stacks come and go.',
        ]),
      ),
      [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:sqs:<AWS::Region>:<AWS::AccountId>:${busName(setting)}_*_dlq]`]:
        "It reads every job's dead-letter queue, and may name none: queues come and go with their participants.",
    });
    const { byList, byParty, byDeadline } = INDEXES;
    const clear = monitor.reveals ? clearEvents(this, busName(setting)) : undefined;
    new RecordJob(this, this.place('record'), {
      items: { '*': ['BatchGetItem', 'PutItem'] },
      maxConcurrency: setting.monitorConcurrency ?? MAX_CONCURRENCY,
      ...(clear && { environment: { CLEAR_TABLE_NAME: clear.tableName } }),
    })
      .may(...(clear ? tableUse(clear, { '*': ['PutItem'] }) : []))
      .onEverythingBut(monitor.source)
      .addMetadata(PROCESS_METADATA, monitor.processes.map(processView));
    // What a sweep did not do, the next one does.
    const sweep = this.job('sweep', {
      items: { '*': ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'] },
      // Tens of thousands of instances may be late at once, and dead letters lie in queues: that is work for a whole processor.
      ...{ memorySize: 1769, timeoutSeconds: 55 },
      retries: false,
    })
      .everyMinute()
      .may(this.queryOf(byList, byDeadline), ...looksAround);
    this.httpJob('api', { items: { '*': ['GetItem', 'BatchGetItem', 'Query'] } }).may(
      this.queryOf(byList, byParty, byDeadline),
      map.call,
      sweep.call,
    );
    this.httpJob('page');
    if (clear) this.reveal(clear);
  }

  /**
   * The only job that reads unmasked events, one instance at a time. Nobody may call it but whom the account gives the policy, or the
   * same permissions.
   */
  private reveal(clear: Table): void {
    const job = this.httpJob('reveal', {
      auditDays: RETENTION_DAYS.reveals,
      environment: { CLEAR_TABLE_NAME: clear.tableName },
    }).may(...tableUse(clear, { '*': ['Query'] }));
    const policy = new iam.ManagedPolicy(this, 'MayReveal', {
      description: 'May see the events of one instance unmasked, which is logged',
      statements: job.call,
    });
    new core.CfnOutput(this, 'MayRevealArn', {
      value: policy.managedPolicyArn,
      description: 'The policy of those who may use --reveal',
    });
  }

  private queryOf(...indexes: readonly { readonly name: string }[]) {
    return new iam.PolicyStatement({
      actions: ['dynamodb:Query'],
      resources: indexes.map(({ name }) => `${this.table.tableArn}/index/${name}`),
    });
  }
}

/** The stack of a monitor, as one of those who take part. */
export const monitorStackOf = (monitor: Monitor): ParticipantStackClass =>
  class extends MonitorStack {
    static readonly participant = monitor;

    constructor(scope: Construct, setting: Setting) {
      super(scope, setting, monitor);
    }
  };

/**
 * Dead letters are shown at the instance that they belong to. Queues are found by their names' convention, so that no other
 * participant's template is named. A message that was looked at is made visible again.
 */
function mayReadDeadLetters(stack: Construct, bus: string) {
  return [
    // ListQueues knows no resource but `*` (Service Authorization Reference: "Amazon SQS").
    new iam.PolicyStatement({ actions: ['sqs:ListQueues'], resources: ['*'] }),
    new iam.PolicyStatement({
      actions: ['sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility'],
      resources: [core.Stack.of(stack).formatArn({ service: 'sqs', resource: `${bus}_*_dlq` })],
    }),
  ];
}

/**
 * What the names of this stage's stacks fit, and no other stage's: a participant's name begins with a capital there, a stage's
 * with none. A pattern knows no classes of characters.
 */
const stacksOf = (setting: Setting): string[] =>
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => stackName(setting, `${letter}*`));

/** The map is drawn from the templates that are deployed: those of this choreography's stacks, by their names' convention. */
function readTemplates(stack: Construct, names: readonly string[]) {
  return [
    // ListStacks knows no resource but `*` (Service Authorization Reference: "AWS CloudFormation").
    new iam.PolicyStatement({ actions: ['cloudformation:ListStacks'], resources: ['*'] }),
    new iam.PolicyStatement({
      actions: ['cloudformation:GetTemplate'],
      resources: names.map((resourceName) =>
        core.Stack.of(stack).formatArn({ service: 'cloudformation', resource: 'stack', resourceName }),
      ),
    }),
  ];
}
