import { afterAll, beforeAll, expect, it } from 'vitest';
import { awsCli, awsCliAs, cliIsInstalled } from '../../../../aws-cli/aws-cli.ts';
import { anAssembly, queue } from '../../../assembly.ts';
import { ACCOUNT, allow, policy, roleArn, trust } from '../../../iam/api/as-a-role.ts';
import { aRuntime } from '../../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  local = await aRuntime(anAssembly({ Q: queue('q') }));
});
afterAll(() => local.runtime.stop());

it.runIf(cliIsInstalled)(
  'the AWS CLI makes a role, a group and a schedule, which calls its target; who may not hand the role on is refused',
  async () => {
    const aws = (...parameters: string[]) => awsCli(local.runtime.endpoint, ...parameters);
    const make = async (name: string, service: object, statement: object) => {
      await aws('iam', 'create-role', '--role-name', name, '--assume-role-policy-document', trust(service));
      const put = ['--role-name', name, '--policy-name', 'does', '--policy-document', policy(statement)];
      await aws('iam', 'put-role-policy', ...put);
    };
    await make('sender', { Service: 'scheduler.amazonaws.com' }, allow('sqs:SendMessage', '*'));
    await make('planner', { AWS: ACCOUNT }, allow('scheduler:*', '*'));

    expect(await aws('scheduler', 'create-schedule-group', '--name', 'g')).toEqual({
      ScheduleGroupArn: `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule-group/g`,
    });
    const target = { Arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:q`, RoleArn: roleArn('sender'), Input: 'hello' };
    const schedule = [
      ...['--group-name', 'g', '--schedule-expression', 'rate(1 day)', '--flexible-time-window', '{"Mode":"OFF"}'],
      ...['--target', JSON.stringify(target), '--end-date', '2099-01-01T00:00:00Z'],
    ];
    await aws('scheduler', 'create-schedule', '--name', 's', ...schedule);
    expect((await local.messageIn('q')).Body).toBe('hello');
    expect(await aws('scheduler', 'get-schedule', '--name', 's', '--group-name', 'g')).toMatchObject({
      ...{ Name: 's', GroupName: 'g', Target: target, State: 'ENABLED' },
    });

    const { Credentials } = (await aws(
      ...['sts', 'assume-role', '--role-arn', roleArn('planner'), '--role-session-name', 'terminal'],
    )) as { Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string } };
    await expect(
      awsCliAs(Credentials, local.runtime.endpoint, 'scheduler', 'create-schedule', '--name', 'other', ...schedule),
    ).rejects.toThrow(
      `An error occurred (AccessDeniedException) when calling the CreateSchedule operation: User: arn:aws:sts::${ACCOUNT}:assumed-role/planner/terminal is not authorized to perform: iam:PassRole on resource: ${roleArn('sender')}`,
    );
  },
  120_000,
);
