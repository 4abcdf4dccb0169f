import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloudFormationApi } from '#local/cloudformation/api.ts';
import { DeployedStacks } from '#local/cloudformation/deployed-stacks.ts';
import type { Stack } from '#template/template.ts';
import { localClient, serveBackend } from '../dynamodb/serve-backend.ts';

const stack = (name: string, pattern: string): Stack => ({
  name,
  assets: new Map(),
  template: {
    Description: `What ${name} hears & "says"`,
    Resources: { Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: [pattern] } } } },
  } as Stack['template'],
});

const stacks = new DeployedStacks();
let client: CloudFormationClient;
let close: () => Promise<void>;

beforeAll(async () => {
  const server = await serveBackend(() => ({
    handle: async (request) => cloudFormationApi(request, stacks),
    stop: async () => {},
  }));
  close = server.close;
  client = new CloudFormationClient(localClient(server.url));
  stacks.deploy([stack('Shop', '<a>'), stack('Post', 'b')], new Date('2026-11-24T12:00:00Z'));
  stacks.deploy([stack('Shop', '<a>'), stack('Post', 'c')], new Date('2026-11-24T13:00:00Z'));
});
afterAll(async () => {
  client.destroy();
  await close();
});

describe('CloudFormation of the local runtime', () => {
  it('lists what is deployed, and when it was changed', async () => {
    const { StackSummaries } = await client.send(new ListStacksCommand({}));
    expect(StackSummaries).toMatchObject([
      { StackName: 'Shop', StackStatus: 'CREATE_COMPLETE', CreationTime: new Date('2026-11-24T12:00:00Z') },
      { StackName: 'Post', StackStatus: 'UPDATE_COMPLETE', LastUpdatedTime: new Date('2026-11-24T13:00:00Z') },
    ]);
    const updated = await client.send(new ListStacksCommand({ StackStatusFilter: ['UPDATE_COMPLETE'] }));
    expect(updated.StackSummaries?.map(({ StackName }) => StackName)).toEqual(['Post']);
  });

  it('describes one stack by its name or ARN', async () => {
    const { Stacks: [shop] = [] } = await client.send(new DescribeStacksCommand({ StackName: 'Shop' }));
    expect(shop?.Description).toBe('What Shop hears & "says"');
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: shop?.StackId }));
    expect(Stacks?.map(({ StackName }) => StackName)).toEqual(['Shop']);
  });

  it('gives a template as it was deployed', async () => {
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: 'Shop' }));
    expect(JSON.parse(TemplateBody ?? '')).toEqual(stack('Shop', '<a>').template);
  });

  it('says of a stack that is not there that it is not, as AWS does', async () => {
    const asked = client.send(new GetTemplateCommand({ StackName: 'Nobody' }));
    await expect(asked).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id Nobody does not exist',
    });
  });
});
