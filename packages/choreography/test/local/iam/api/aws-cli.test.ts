import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { awsCli, awsCliAs, cliIsInstalled } from '../../../aws-cli/aws-cli.ts';
import { anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';
import { ACCOUNT, allow, policy, roleArn, trust } from './as-a-role.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
const folder = mkdtempSync(join(tmpdir(), 'function-'));
beforeAll(async () => {
  local = await aRuntime(anAssembly({ Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } } }));
  const code = 'exports.handler = async () => process.env.AWS_LAMBDA_FUNCTION_NAME;';
  writeFileSync(join(folder, 'code.zip'), zipSync({ 'index.js': strToU8(code) }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await local.runtime.stop();
});

it.runIf(cliIsInstalled)(
  'the AWS CLI makes a role, a function and a rule, and calls in the role',
  async () => {
    const aws = (...parameters: string[]) => awsCli(local.runtime.endpoint, ...parameters);
    const document = trust({ AWS: ACCOUNT, Service: 'lambda.amazonaws.com' });
    const role = roleArn('cli');
    expect(
      await aws('iam', 'create-role', '--role-name', 'cli', '--assume-role-policy-document', document),
    ).toMatchObject({ Role: { Arn: role, AssumeRolePolicyDocument: JSON.parse(document) } });
    const does = policy(allow('events:PutEvents', `arn:aws:events:*:${ACCOUNT}:event-bus/shop`));
    await aws('iam', 'put-role-policy', '--role-name', 'cli', '--policy-name', 'does', '--policy-document', does);
    expect(await aws('iam', 'get-role-policy', '--role-name', 'cli', '--policy-name', 'does')).toEqual({
      ...{ RoleName: 'cli', PolicyName: 'does', PolicyDocument: JSON.parse(does) },
    });
    await aws(
      ...['lambda', 'create-function', '--function-name', 'f', '--runtime', 'nodejs22.x', '--handler', 'index.handler'],
      ...['--role', role, '--zip-file', `fileb://${join(folder, 'code.zip')}`],
    );
    await aws(
      ...['events', 'put-rule', '--name', 'r', '--event-bus-name', 'shop', '--event-pattern', '{"source":["a"]}'],
    );

    const { Credentials } = (await aws(
      ...['sts', 'assume-role', '--role-arn', role, '--role-session-name', 'terminal'],
    )) as { Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string } };
    const asRole = (...parameters: string[]) => awsCliAs(Credentials, local.runtime.endpoint, ...parameters);
    expect(await asRole('sts', 'get-caller-identity')).toMatchObject({
      ...{ Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/cli/terminal` },
    });
    const entries = JSON.stringify([{ Source: 'a', DetailType: 'b', Detail: '{}', EventBusName: 'shop' }]);
    expect(await asRole('events', 'put-events', '--entries', entries)).toMatchObject({ FailedEntryCount: 0 });
    await expect(asRole('lambda', 'invoke', '--function-name', 'f', join(folder, 'answer'))).rejects.toThrow(
      `An error occurred (AccessDeniedException) when calling the Invoke operation: User: arn:aws:sts::${ACCOUNT}:assumed-role/cli/terminal is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:${ACCOUNT}:function:f because no identity-based policy allows the lambda:InvokeFunction action`,
    );
  },
  120_000,
);
