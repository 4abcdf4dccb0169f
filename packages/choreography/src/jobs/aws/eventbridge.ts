import type { PutEventsCommandInput, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import { ask, type JsonService } from './json-service.ts';

const EVENTBRIDGE: JsonService = {
  title: 'EventBridge',
  service: 'events',
  target: 'AWSEvents',
  version: '1.1',
  attempts: 3,
};

/** The EventBridge of all jobs in a function. */
export const eventbridge = {
  async send(action: 'PutEvents', input: PutEventsCommandInput): Promise<Omit<PutEventsCommandOutput, '$metadata'>> {
    return JSON.parse(await ask(EVENTBRIDGE, action, JSON.stringify(input)));
  },
};
