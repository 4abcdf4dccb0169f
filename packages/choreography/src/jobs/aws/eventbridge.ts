import type { PutEventsCommandInput, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import { jsonService } from './json-service.ts';

/** The EventBridge of all jobs in a function. */
export const eventbridge = jsonService<{ readonly PutEvents: [PutEventsCommandInput, PutEventsCommandOutput] }>({
  title: 'EventBridge',
  service: 'events',
  target: 'AWSEvents',
  version: '1.1',
  attempts: 3,
});
