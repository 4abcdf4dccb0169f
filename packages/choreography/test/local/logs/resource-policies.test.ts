import {
  CloudWatchLogsClient,
  DeleteResourcePolicyCommand,
  DescribeResourcePoliciesCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAssembly, logPolicy } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
let logs: CloudWatchLogsClient;
const policyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'logs:*', Resource: '*' }],
});

beforeAll(async () => {
  local = await aRuntime(anAssembly({ MayWrite: logPolicy('/aws/events/any') }));
  logs = new CloudWatchLogsClient(local.access);
});
afterAll(() => local.runtime.stop());

const put = (policyName: string, document = policyDocument) =>
  logs.send(new PutResourcePolicyCommand({ policyName, policyDocument: document }));
const names = async () => {
  const { resourcePolicies = [] } = await logs.send(new DescribeResourcePoliciesCommand({}));
  return resourcePolicies.map(({ policyName }) => policyName);
};

describe('a resource policy of CloudWatch Logs', () => {
  it('comes from a template or by the API, is told back, and is gone when it is deleted', async () => {
    const { resourcePolicy } = await put('mine');
    expect(resourcePolicy).toMatchObject({ policyName: 'mine', policyDocument, policyScope: 'ACCOUNT' });
    expect(await names()).toEqual(['events-may-write', 'mine']);
    await logs.send(new DeleteResourcePolicyCommand({ policyName: 'mine' }));
    expect(await names()).toEqual(['events-may-write']);
  });

  it('that is not there cannot be deleted', async () => {
    await expect(logs.send(new DeleteResourcePolicyCommand({ policyName: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Policy with name [none] does not exist.',
    });
  });

  it.each(['no JSON', '"text"', '{"Statement":[{"Effect":"Perhaps"}]}'])('that is %s is refused', async (document) => {
    await expect(put('wrong', document)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('is one of ten at the most; one of them may be changed', async () => {
    for (let count = 2; count <= 10; count++) await put(`policy-${count}`);
    await expect(put('policy-11')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Resource limit exceeded.',
    });
    await put('policy-10');
  });
});
