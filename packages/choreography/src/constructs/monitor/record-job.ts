import type { Construct } from 'constructs';
import type { JobPlace, JobProps } from '#constructs/jobs/job.ts';
import { QueueJob } from '#constructs/jobs/queue-job.ts';
import { core, events, type sqs, targets } from '#constructs/lazy-cdk.ts';
import { undeliveredBy } from '#constructs/set-aside-metrics.ts';
import { JOB_METADATA } from '#contracts/template-metadata.ts';

/**
 * The job that hears all of the bus, in batches: a rule puts each event into its queue, from which Lambda brings what came within a
 * second together. It can fall behind, and then catches up, but takes no more of the account's concurrent executions than it is given.
 */
export class RecordJob extends QueueJob {
  private readonly title: string;
  private readonly bus;

  constructor(scope: Construct, place: JobPlace, props: JobProps & { readonly maxConcurrency: number }) {
    super(scope, place, {
      ...props,
      batchSize: 500,
      windowSeconds: 1,
      // A batch is work for a processor: with a whole one it takes a quarter of the time, for the same price.
      memorySize: 1769,
      timeoutSeconds: 30,
      // Every three minutes for ten hours: what ails the table is mended by then.
      attempts: 200,
    });
    this.title = `${place.participant}/${place.name}`;
    this.bus = events.EventBus.fromEventBusName(this, 'Bus', place.bus);
    // Rule, queue and function are one step on the map.
    const { participant, name: job } = place;
    (this.queue.node.defaultChild as InstanceType<typeof sqs.CfnQueue>).addMetadata(JOB_METADATA, { participant, job });
  }

  /** Routes all that is said on the bus, but by one source, to the job's queue. */
  onEverythingBut(source: string): this {
    const rule = new events.Rule(this, 'OnEverything', {
      description: `${this.title} hears all but ${source}`,
      eventBus: this.bus,
      eventPattern: { source: events.Match.anythingBut(source) },
      targets: [
        new targets.SqsQueue(this.queue, {
          deadLetterQueue: this.deadLetters,
          maxEventAge: core.Duration.hours(24),
          retryAttempts: 185,
        }),
      ],
    });
    this.alarm('undelivered', undeliveredBy(rule, this.bus.eventBusName));
    return this;
  }
}
