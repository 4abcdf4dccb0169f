import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { Monitor } from '#contracts/define-monitor.ts';
import { hear } from './events/hear.ts';
import type { BusEvent } from './events/heard-event.ts';

/** The job that keeps every event on the bus, and says once that an instance is completed. */
export function recordJob(monitor: Monitor) {
  const job = `${monitor.name}/record`;
  const logger = new Logger({ serviceName: job });
  return async (event: BusEvent, context: Context): Promise<void> => {
    await hear(monitor, [event], job, context);
    logger.debug('recorded', { eventId: event.id, about: event['detail-type'] });
  };
}
