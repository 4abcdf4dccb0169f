import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { hear } from './hear.ts';
import type { BusEvent } from './heard-event.ts';
import { monitor } from './participant.ts';
import { processes } from './processes.ts';

const job = `${monitor.name}/record`;
const logger = new Logger({ serviceName: job });

/** Keeps every event on the bus, and says once that a checkout is completed. */
export async function handler(event: BusEvent, context: Context): Promise<void> {
  await hear(processes, [event], job, context);
  logger.debug('recorded', { eventId: event.id, about: event['detail-type'] });
}
