import type { EventPattern, Schedule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import { acknowledge } from '#constructs/acknowledge.ts';
import { deadLetterQueue, lettersIn } from '#constructs/dead-letter-queue.ts';
import { core, events, iam, targets } from '#constructs/lazy-cdk.ts';
import { undeliveredBy, unhandledBy, waitFor } from '#constructs/set-aside-metrics.ts';
import type { EventContract } from '#contracts/define-event.ts';
import { Job, type JobPlace, type JobProps } from './job.ts';

/**
 * A job that hears events. What cannot be delivered to it, and what it cannot handle, ends in its own dead-letter queue,
 * `BUS_PARTICIPANT_JOB_dlq`. The job does not know what triggers it: that is only routing.
 */
export class EventJob<Accepts extends z.ZodObject> extends Job {
  private readonly bus;
  private readonly deadLetters;
  private readonly title: string;
  /** The version of each contract that is routed here: a later one that does not fit is refused as such. */
  private readonly hears: Record<string, number> = {};

  constructor(scope: Construct, place: JobPlace, props: JobProps) {
    super(scope, place, props);
    this.title = `${place.participant}/${place.name}`;
    this.bus = events.EventBus.fromEventBusName(this, 'Bus', place.bus);
    this.deadLetters = deadLetterQueue(this, this.functionName, place.setting);
    this.function.addEnvironment('DLQ_URL', this.deadLetters.queueUrl);
    // For events that the job itself refuses, and for Lambda, which acts in the job's role when the job failed for good.
    this.may(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] }));
    this.function.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: core.Duration.hours(6),
      onFailure: { bind: () => ({ destination: this.deadLetters.queueArn }) },
    });
    acknowledge(this.function, {
      'Serverless-LambdaDLQ':
        'Its failure destination takes what it gives up on, and tells the error as well, which a dead-letter queue of Lambda does not.',
    });
    this.alarm('dead-letters', lettersIn(this.deadLetters));
    this.alarm('unhandled', unhandledBy(this.function));
    this.alarm('late', waitFor(this.function), { threshold: LATE.toMilliseconds(), periods: 1 });
  }

  /** Routes an event to the job. It compiles only if the event's data fits what the job accepts. */
  on<Data extends z.ZodObject>(event: EventContract<string, string, Data> & Fitting<Data, Accepts>): this {
    const { source, type, version }: EventContract = event;
    this.hears[type] = version;
    this.function.addEnvironment('HEARS', JSON.stringify(this.hears));
    return this.route(`On${type}`, `${this.title} hears ${type}`, { source: [source], detailType: [type] });
  }

  /** Routes all that is said on the bus, but by one source, to the job. It compiles only if the job accepts any data. */
  onEverythingBut(source: AcceptsAnything<Accepts> extends true ? string : never): this {
    return this.route('OnEverything', `${this.title} hears all but ${source}`, {
      source: events.Match.anythingBut(source),
    });
  }

  /** Runs the job each minute. */
  everyMinute(): this {
    return this.onSchedule(events.Schedule.rate(core.Duration.minutes(1)), 'EveryMinute', 'each minute');
  }

  /**
   * Runs the job by a schedule: `handleSchedule` makes it act once for each time that is due. Only the default bus has
   * schedules (EventBridge user guide: "Creating a scheduled rule").
   * @param id of the rule, for a job with several schedules
   */
  onSchedule(schedule: Schedule, id = 'OnSchedule', when = `by ${schedule.expressionString}`): this {
    const rule = new events.Rule(this, id, {
      description: `${this.title} runs ${when}`,
      schedule,
      targets: [this.target()],
    });
    this.alarm(`undelivered-${id}`, undeliveredBy(rule, undefined));
    return this;
  }

  /** A statement that allows its holder to call the job, and not to wait for it. */
  get call() {
    return new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] });
  }

  private route(id: string, description: string, eventPattern: EventPattern): this {
    const rule = new events.Rule(this, id, {
      description,
      eventBus: this.bus,
      eventPattern,
      targets: [this.target()],
    });
    this.alarm(`undelivered-${id}`, undeliveredBy(rule, this.bus.eventBusName));
    return this;
  }

  private target() {
    return new targets.LambdaFunction(this.function, {
      deadLetterQueue: this.deadLetters,
      maxEventAge: core.Duration.hours(24),
      retryAttempts: 185,
    });
  }
}

/** An event that waits longer for its function is late. */
const LATE = core.Duration.minutes(5);

/** The type of an event that a job can take: its data must be data that the job accepts. */
type Fitting<Data extends z.ZodObject, Accepts extends z.ZodObject> =
  z.output<Data> extends z.input<Accepts>
    ? unknown
    : { readonly 'does not fit: the job accepts': z.input<Accepts>; readonly 'the event carries': z.output<Data> };

type AcceptsAnything<Accepts extends z.ZodObject> = Record<string, unknown> extends z.input<Accepts> ? true : false;
