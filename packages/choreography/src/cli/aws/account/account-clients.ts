import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Access } from '#cli/aws/endpoint.ts';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';

/** The clients that an account is read with. */
export type AccountClients = ReturnType<typeof accountClients>;

/** Clients that slow down when AWS asks for it (SDK: adaptive retry mode). */
export function accountClients(access: Access) {
  const config = { ...CLIENT_CONFIG, maxAttempts: 6, retryMode: 'adaptive', ...access };
  return {
    events: new EventBridgeClient(config),
    lambda: new LambdaClient(config),
    sqs: new SQSClient(config),
    sns: new SNSClient(config),
    iam: new IAMClient(config),
    stacks: new CloudFormationClient(config),
  };
}

/** All items of all pages: `ask` is given the token of the page before. */
export async function everyPage<Page, Item>(
  ask: (token: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
  tokenOf: (page: Page) => string | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  let token: string | undefined;
  do {
    const page = await ask(token);
    items.push(...(itemsOf(page) ?? []));
    token = tokenOf(page) || undefined;
  } while (token !== undefined);
  return items;
}
