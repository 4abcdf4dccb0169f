import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const queue = new SQSClient({});

export const handler = async ({ detail: { id } }) => {
  await queue.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: `shipped ${id}` }));
};
