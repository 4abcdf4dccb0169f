import type { Context } from 'aws-lambda';
import type { Participant } from '#contracts/define-participant.ts';
import { valueAt } from '#contracts/schema/schema-path.ts';
import { kindOf } from '#jobs/job-kind.ts';
import type { Item } from '#jobs/table/table.ts';

/** How an event comes: under which id, by which route, and how far down its chain. */
export interface Delivery {
  readonly eventId: string;
  readonly type: string;
  readonly hops: number;
  /** Whether its producer left the metadata out, as the AWS CLI does. */
  readonly bare: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: each kind of handler has an event and an answer of its own
export type AnyHandler = (event: any, context: Context) => Promise<any>;

/** A job under test, with some data, and what its table holds before. */
export interface Subject {
  readonly participant: Participant;
  readonly job: string;
  readonly handler: AnyHandler;
  readonly data: unknown;
  /** Puts what must be there before, and gives further items of the participant's table. */
  readonly given: () => Promise<readonly Item[]>;
}

/** Brings a job to work as AWS would: by an event, a request, a message, or a time that is due. */
export async function deliver(subject: Subject, delivery: Delivery, context: Context): Promise<unknown> {
  const { handler, data } = subject;
  const event = asEvent(subject, delivery);
  switch (kindOf(handler)) {
    case 'event':
      return handler(event, context);
    case 'schedule':
      return handler({ ...event, ...(data as object) }, context);
    case 'http':
      return handler({ requestContext: { http: { method: 'POST' } }, body: JSON.stringify(data) }, context);
    case 'queue': {
      const answer = await handler({ Records: [asRecord(event)] }, context);
      if (answer.batchItemFailures.length > 0) throw new Error('The message could not be handled.');
      return answer;
    }
  }
}

function asEvent({ participant, job, data }: Subject, { eventId, type, hops, bare }: Delivery) {
  // As a consumer derives it where the producer left it out.
  const correlationId = String(valueAt(data, participant.jobs[job]?.oncePer ?? ''));
  const metadata = {
    eventId,
    correlationId,
    causationId: null,
    hops,
    version: 1,
    occurredAt: '2026-11-24T12:00:00.000Z',
  };
  return {
    version: '0',
    id: eventId,
    account: '000000000000',
    region: 'us-east-1',
    resources: [],
    time: '2026-11-24T12:00:00Z',
    source: 'somebody',
    'detail-type': type,
    detail: { ...(!bare && { metadata }), data },
  };
}

const asRecord = (event: ReturnType<typeof asEvent>) => ({
  messageId: event.id,
  body: JSON.stringify(event),
  attributes: { SentTimestamp: '1795521600000' },
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:workbench',
});
