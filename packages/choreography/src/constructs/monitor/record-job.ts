import type { Construct } from 'constructs';
import type { JobPlace, JobProps } from '#constructs/jobs/job.ts';
import { QueueJob } from '#constructs/jobs/queue-job.ts';
import { core, events, type sqs, targets } from '#constructs/lazy-cdk.ts';
import { undeliveredBy } from '#constructs/set-aside-metrics.ts';
import { JOB_METADATA } from '#contracts/template-metadata.ts';

/**
 * The job that hears all events of the bus, in batches: a rule puts each event into its queue, from which Lambda delivers those of a
 * second together. It may fall behind and catch up later, but never has more than `maxConcurrency` concurrent executions.
 */
export class RecordJob extends QueueJob {
  private readonly title: string;
  private readonly bus;

  constructor(scope: Construct, place: JobPlace, props: JobProps & { readonly maxConcurrency: number }) {
    super(scope, place, {
      ...props,
      batchSize: 500,
      windowSeconds: 1,
      // A batch keeps a processor busy: with a whole one it takes a quarter of the time, at the same price.
      memorySize: 1769,
      timeoutSeconds: 30,
      // Every three minutes for ten hours: by then a table that fails should work again.
      attempts: 200,
    });
    this.title = `${place.participant}/${place.name}`;
    this.bus = events.EventBus.fromEventBusName(this, 'Bus', place.bus);
    // The map shows rule, queue and function as one step.
    const { participant, name: job } = place;
    (this.queue.node.defaultChild as InstanceType<typeof sqs.CfnQueue>).addMetadata(JOB_METADATA, { participant, job });
  }

  /** Routes all events of the bus to the job's queue, except those of one source. */
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
