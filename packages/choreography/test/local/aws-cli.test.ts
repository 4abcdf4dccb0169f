import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsCli, cliIsInstalled } from '../aws-cli/aws-cli.ts';
import { aFunction, anAssembly, permission, queue, queuePolicy, rule } from './assembly.ts';
import { aRuntime } from './runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
const ARN = 'arn:aws:events:us-east-1:000000000000';

beforeAll(async () => {
  local = await aRuntime(
    anAssembly(
      {
        Talker: aFunction('talker'),
        Permission: permission('talker'),
        ToTalker: rule('to-talker', { Arn: { 'Fn::GetAtt': ['Talker', 'Arn'] } }),
        Q: queue('q'),
        QPolicy: queuePolicy('Q'),
      },
      { talker: 'exports.handler = async (event) => console.log("heard", event.detail.word);' },
    ),
  );
});
afterAll(() => local.runtime.stop());

const aws = (...parameters: string[]) => awsCli(local.runtime.endpoint, ...parameters);
const events = (...parameters: string[]) => aws('events', ...parameters);

describe('the unmodified AWS CLI', () => {
  it('works with every family of EventBridge, and reads a log group', async (context) => {
    context.skip(!cliIsInstalled, 'The AWS CLI is not installed here: install it to run this test.');
    await events('create-event-bus', '--name', 'shop');
    await events('put-rule', '--name', 'heard', '--event-bus-name', 'shop', '--event-pattern', '{"source":["test"]}');
    const target = 'Id=q,Arn=arn:aws:sqs:us-east-1:000000000000:q';
    await events('put-targets', '--rule', 'heard', '--event-bus-name', 'shop', '--targets', target);
    expect(
      await events(
        'list-rule-names-by-target',
        '--event-bus-name',
        'shop',
        '--target-arn',
        target.split('Arn=')[1] ?? '',
      ),
    ).toEqual({ RuleNames: ['heard'] });
    await events('tag-resource', '--resource-arn', `${ARN}:event-bus/shop`, '--tags', 'Key=a,Value=b');
    await events(
      ...['put-permission', '--action', 'events:PutEvents', '--principal', '111111111111', '--statement-id', 'other'],
    );
    await events('create-archive', '--archive-name', 'kept', '--event-source-arn', `${ARN}:event-bus/shop`);
    const entries = ['shop', 'default'].map((EventBusName) => ({
      ...{ EventBusName, Source: 'test', DetailType: 'Tested', Detail: '{"word":"hello"}' },
    }));
    expect(await events('put-events', '--entries', JSON.stringify(entries))).toMatchObject({ FailedEntryCount: 0 });
    expect(JSON.parse((await local.messageIn('q')).Body ?? '')).toMatchObject({ source: 'test' });
    const span = ['--event-start-time', '2020-01-01T00:00:00Z', '--event-end-time', '2100-01-01T00:00:00Z'];
    const destination = ['--destination', `Arn=${ARN}:event-bus/shop`];
    await events(
      ...[
        'start-replay',
        '--replay-name',
        'again',
        '--event-source-arn',
        `${ARN}:archive/kept`,
        ...span,
        ...destination,
      ],
    );
    expect(JSON.parse((await local.messageIn('q')).Body ?? '')).toMatchObject({ 'replay-name': 'again' });
    await expect(events('put-rule', '--name', 'wrong', '--event-pattern', '{"source":"test"}')).rejects.toThrow(
      /InvalidEventPatternException.*"source" must be an object or an array/,
    );
    await local.runtime.idle();
    // Which is what `aws logs tail --follow` of the CLI's second version asks again and again.
    const filter = ['filter-log-events', '--log-group-name', '/aws/lambda/talker', '--start-time', '0'];
    const { events: lines } = (await aws('logs', ...filter)) as { events: { message: string }[] };
    expect(lines.map(({ message }) => message)).toContainEqual(expect.stringMatching(/\tINFO\theard hello$/));
  });
});
