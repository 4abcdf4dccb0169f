import { afterEach, expect, it, vi } from 'vitest';
import { aFunction, anAssembly, queue, queuePolicy, rule } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const saysWhen = (name: string) =>
  `const loadedAt = Date.now(); console.log('${name} is loaded'); exports.handler = async () => loadedAt;`;

let local: Awaited<ReturnType<typeof aRuntime>>;
afterEach(() => local.runtime.stop());

it('Functions that events reach have an environment before the first event; what is only called has one when it is first called', async () => {
  local = await aRuntime(
    anAssembly(
      {
        ...{
          Told: aFunction('told'),
          Fed: aFunction('fed'),
          Called: aFunction('called'),
          Another: aFunction('another'),
          Q: queue('q'),
        },
        ...{
          Policy: queuePolicy('Q'),
          ToTold: rule('to-told', { Arn: arn('Told') }),
          ToQ: rule('to-q', { Arn: arn('Q') }),
        },
        Feeding: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { FunctionName: 'fed', EventSourceArn: arn('Q') },
        },
        Daily: {
          Type: 'AWS::Events::Rule',
          Properties: { ScheduleExpression: 'rate(1 day)', Targets: [{ Id: 'c', Arn: arn('Called') }] },
        },
      },
      { told: saysWhen('told'), fed: saysWhen('fed'), called: saysWhen('called'), another: saysWhen('another') },
    ),
    { iam: 'warn' },
  );
  const loaded = () => local.notices.flatMap((each) => (each.kind === 'log' ? [each.line] : [])).join('\n');
  await vi.waitFor(() => {
    expect(loaded()).toContain('told is loaded');
    expect(loaded()).toContain('fed is loaded');
  }, 10_000);
  // What starts now is loaded later than all that has started.
  await local.answerOf('another');
  const before = Date.now();
  expect(await local.answerOf('called')).toBeGreaterThanOrEqual(before);
  expect(await local.answerOf('told')).toBeLessThanOrEqual(before);
});
