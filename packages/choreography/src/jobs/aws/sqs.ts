import { SQSClient } from '@aws-sdk/client-sqs';

/** Asks the endpoint of the region, or the one configured, and not the host of a queue's URL, which emulators make up. */
export const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
