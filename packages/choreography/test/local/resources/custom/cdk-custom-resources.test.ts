import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { App, CustomResource, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId, Provider } from 'aws-cdk-lib/custom-resources';
import { afterEach, expect, it } from 'vitest';
import { aRuntime } from '../../runtime.ts';

const folder = mkdtempSync(join(tmpdir(), 'cdk-custom-'));
let local: Awaited<ReturnType<typeof aRuntime>> | undefined;
afterEach(async () => {
  await local?.runtime.stop();
  rmSync(folder, { recursive: true });
});

/** A stack whose function shows values of custom resources that the CDK's own handlers make. */
function synthesize(): string {
  const app = new App({ outdir: folder });
  const stack = new Stack(app, 'App');
  const inline = (id: string, code: string, environment = {}) =>
    new LambdaFunction(stack, id, {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline(code),
      environment,
      ...(id === 'Shows' && { functionName: 'shows' }),
    });
  const onEventHandler = inline(
    'OnEvent',
    `exports.handler = async ({ RequestType, ResourceProperties }) =>
       ({ PhysicalResourceId: 'ours', Data: { Did: RequestType + ' ' + ResourceProperties.name } });`,
  );
  const { serviceToken } = new Provider(stack, 'Provider', { onEventHandler });
  const provided = new CustomResource(stack, 'Provided', { serviceToken, properties: { name: 'ink' } });
  const put = new AwsCustomResource(stack, 'Put', {
    onUpdate: {
      service: 'SSM',
      action: 'putParameter',
      parameters: { Name: '/put', Value: provided.getAttString('Did'), Type: 'String' },
      physicalResourceId: PhysicalResourceId.of('put'),
    },
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE }),
    installLatestAwsSdk: false,
  });
  inline('Shows', `exports.handler = async () => process.env.SHOWN;`, {
    SHOWN: `${provided.ref} ${put.getResponseField('Version')}`,
  });
  app.synth();
  return folder;
}

it('the CDK’s provider framework and its AwsCustomResource make resources, one with the value of another', async () => {
  local = await aRuntime(synthesize());
  const found = await new SSMClient(local.access).send(new GetParameterCommand({ Name: '/put' }));
  expect(found.Parameter?.Value).toBe('Create ink');
  expect(await local.answerOf('shows')).toBe('ours 1');
}, 60_000);
