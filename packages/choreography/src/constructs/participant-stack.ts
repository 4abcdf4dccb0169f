import type { TableProps } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { JobDeclaration, Participant } from '#contracts/define-participant.ts';
import { EXPIRES_AT } from '#contracts/retention.ts';
import { acknowledge } from './acknowledge.ts';
import { EventJob, type EventJobProps } from './jobs/event-job.ts';
import { HttpJob } from './jobs/http-job.ts';
import { InnerJob } from './jobs/inner-job.ts';
import type { JobProps } from './jobs/job.ts';
import { QueueJob, type QueueJobProps } from './jobs/queue-job.ts';
import { core, dynamodb } from './lazy-cdk.ts';
import { PublishedContract } from './published-contract.ts';
import { busName, isProtected, type Setting, stackName } from './setting.ts';

/** How a participant's table differs from others. */
export interface TableOptions extends Pick<TableProps, 'sortKey'> {
  /**
   * Whether it can be restored to any moment of the last 35 days. A table that has only what jobs remember while it may come again needs
   * that less: restored to an earlier moment, it has forgotten what was done since.
   * @default true
   */
  readonly isBackedUp?: boolean;
}

/**
 * A participant's stack: its own table, its jobs, and the contracts of the events that it says. It refers to the bus by
 * name only, and to no other participant.
 */
export abstract class ParticipantStack<P extends Participant> extends core.Stack {
  protected readonly table;
  private readonly bus;

  constructor(
    scope: Construct,
    private readonly setting: Setting,
    private readonly participant: P,
    { isBackedUp = true, ...keys }: TableOptions = {},
  ) {
    const { name } = participant;
    super(scope, stackName(setting, name.charAt(0).toUpperCase() + name.slice(1)), {
      description: `What ${name} does, hears and says on the bus ${busName(setting)}`,
      terminationProtection: isProtected(setting),
    });
    this.bus = busName(setting);
    this.table = new dynamodb.Table(this, 'Table', {
      ...keys,
      tableName: `${this.bus}_${name}`,
      timeToLiveAttribute: EXPIRES_AT,
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.AWS_MANAGED,
      ...(isBackedUp && { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } }),
      deletionProtection: isProtected(setting),
      removalPolicy: isProtected(setting) ? core.RemovalPolicy.RETAIN : core.RemovalPolicy.DESTROY,
    });
    if (!isBackedUp)
      acknowledge(this.table, {
        'AwsSolutions-DDB3':
          'It has only what expires, or what the archive has: a table of the day before is of no use.',
      });
    const said = new Set(Object.values<JobDeclaration>(participant.jobs).flatMap(({ emits }) => emits));
    for (const contract of said) new PublishedContract(this, contract, this.bus);
  }

  /** A job that hears events: route them to it with `.on(Event)`. */
  protected job<Name extends keyof P['jobs'] & string>(
    name: Name,
    props: EventJobProps = {},
  ): EventJob<P['jobs'][Name]['accepts']> {
    return new EventJob<P['jobs'][Name]['accepts']>(this, this.place(name), props);
  }

  /** A job that answers HTTP requests, at a URL that only callers of this account with permission may use. */
  protected httpJob(name: keyof P['jobs'] & string, props: JobProps = {}): HttpJob {
    return new HttpJob(this, this.place(name), props);
  }

  /** A job that takes messages from a queue of its own. */
  protected queueJob(name: keyof P['jobs'] & string, props: QueueJobProps = {}): QueueJob {
    return new QueueJob(this, this.place(name), props);
  }

  /** A job that other jobs of this participant call. */
  protected innerJob(name: keyof P['jobs'] & string, props: JobProps = {}): InnerJob {
    return new InnerJob(this, this.place(name), props);
  }

  protected place(name: keyof P['jobs'] & string) {
    const { participant, setting, bus, table } = this;
    return {
      participant: participant.name,
      name,
      declaration: participant.jobs[name] as JobDeclaration,
      setting,
      bus,
      table,
    };
  }
}

/** A participant's stack, as the choreography makes it. */
export interface ParticipantStackClass {
  readonly participant: Participant;
  new (scope: Construct, setting: Setting): ParticipantStack<Participant>;
}
