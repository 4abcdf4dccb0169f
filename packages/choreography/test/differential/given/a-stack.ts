import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourceCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../aws.ts';
import { listen } from './a-listener.ts';
import type { Queue } from './a-queue.ts';

export type Resources = Readonly<
  Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>
>;

/** A stack that a story is about. */
export interface GivenStack {
  /** Its resources, which have the names that `name` makes of words; some send to a listener, by its URL. */
  resources(name: (word: string) => string, listener: string): Resources;
  /** The stage of the API with the logical id `Api` and the name `api`, if its path names one. */
  readonly stage?: string;
  /** Makes the resources on an engine whose CloudFormation does not know them. */
  create?(aws: Aws, name: (word: string) => string, resources: Resources): Promise<void>;
}

export interface DeployedStack {
  /** The name that the template has for a word. */
  name(word: string): string;
  /** Where its API answers, with a slash at the end; empty without an API. */
  readonly apiUrl: string;
}

export const NO_STACK: DeployedStack = { name: (word) => word, apiUrl: '' };

/** Makes a stack by CloudFormation, or by its own calls, and waits until it is there. */
export async function createStack(aws: Aws, given: GivenStack): Promise<DeployedStack> {
  const names = new Map<string, string>();
  const name = (word: string) => {
    const taken = names.get(word) ?? aws.unique(word);
    names.set(word, taken);
    return taken;
  };
  const resources = given.resources(name, await listen());
  if (given.create) {
    await given.create(aws, name, resources);
    return { name, apiUrl: '' };
  }
  const StackName = aws.unique('stack');
  await aws.cloudformation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: JSON.stringify({ Resources: resources }),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  aws.afterwards(() => aws.cloudformation.send(new DeleteStackCommand({ StackName })));
  await waitUntilStackCreateComplete(
    { client: aws.cloudformation, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
    { StackName },
  );
  return { name, apiUrl: resources.Api ? await apiUrl(aws, StackName, given.stage) : '' };
}

/** The path by which emulators answer for an API where no name of it is resolved. */
async function apiUrl(aws: Aws, StackName: string, stage?: string): Promise<string> {
  const { StackResourceDetail } = await aws.cloudformation.send(
    new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Api' }),
  );
  const path = `${StackResourceDetail?.PhysicalResourceId}/${stage ? `${stage}/` : ''}`;
  return `${aws.endpoint}/_aws/execute-api/${path}`;
}

/** A queue that a template made, by its name. */
export async function queueCalled(aws: Aws, name: string): Promise<Queue> {
  const { QueueUrl: url = '' } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  return { name, url, arn: '' };
}
