import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Monitor } from '#contracts/define-monitor.ts';
import { ofKind } from '#jobs/job-kind.ts';
import { jobLogger } from '#jobs/log/job-logger.ts';
import { hear } from './events/hear.ts';
import type { BusEvent } from './events/heard-event.ts';

/**
 * The job that keeps every event on the bus, and says once that an instance is completed. Its queue brings events in batches; it
 * answers which of them it could not keep, and only these come again.
 */
export function recordJob(monitor: Monitor) {
  const job = `${monitor.name}/record`;
  const logger = jobLogger(job);
  return ofKind('queue', async ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const events = Records.map(eventIn);
    const failed = await hear(monitor, events, { job, logger, remaining: context, isAgain: Records.some(isAgain) });
    logger.debug('recorded', { events: events.length, failed: failed.size });
    return {
      batchItemFailures: Records.filter((_, i) => failed.has(events[i] as BusEvent)).map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    };
  });
}

/** What a rule put into the queue. What is none of that is kept as what it says it is, under its message's id. */
function eventIn({ messageId, body, attributes }: SQSRecord): BusEvent {
  const event: unknown = parsed(body);
  if (typeof event === 'object' && event !== null && 'detail-type' in event) return event as BusEvent;
  return {
    ...{ id: messageId, version: '0', account: '', region: '', resources: [] },
    time: new Date(Number(attributes.SentTimestamp)).toISOString(),
    ...{ source: 'unknown', 'detail-type': 'Message', detail: { data: event } },
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

const isAgain = ({ attributes }: SQSRecord): boolean => Number(attributes.ApproximateReceiveCount) > 1;
