import { describe, expect, it } from 'vitest';
import { graphOf } from '#graph/graph-of.ts';
import type { NamedTemplate } from '#template/template.ts';

/** A function that says and hears on a bus, whose bus and function have the same names in every copy. */
const copy = (name: string, more: Partial<NamedTemplate>): NamedTemplate => ({
  name,
  ...more,
  template: {
    Resources: {
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          Policies: [
            { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' }] } },
          ],
        },
      },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: { FunctionName: 'pack', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventBusName: 'orders',
          EventPattern: { source: ['shop'] },
          Targets: [{ Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } }],
        },
      },
    },
  },
});
const edges = (...stacks: NamedTemplate[]) => graphOf(stacks).edges.map(({ from, to }) => `${from} → ${to}`);

describe('Copies of a system that never meet are drawn side by side:', () => {
  const each = ['Dev/Function → Dev/Function', 'Prod/Function → Prod/Function'];

  it('the stages of a CDK app', () => {
    expect(edges(copy('Dev', { stage: 'Dev' }), copy('Prod', { stage: 'Prod' }))).toEqual(each);
  });

  it('accounts and regions', () => {
    const [dev, prod] = [{ account: '111122223333' }, { account: '444455556666' }];
    expect(edges(copy('Dev', { environment: dev }), copy('Prod', { environment: prod }))).toEqual(each);
  });

  it('with what belongs to all of them', () => {
    const listener: NamedTemplate = {
      name: 'Log',
      template: {
        Resources: {
          Group: { Type: 'AWS::Logs::LogGroup' },
          Rule: {
            Type: 'AWS::Events::Rule',
            Properties: {
              EventBusName: 'orders',
              EventPattern: { source: [{ exists: true }] },
              Targets: [{ Arn: { 'Fn::GetAtt': ['Group', 'Arn'] } }],
            },
          },
        },
      },
    };
    expect(edges(copy('Dev', { stage: 'Dev' }), copy('Prod', { stage: 'Prod' }), listener).sort()).toEqual(
      [...each, 'Dev/Function → Log/Group', 'Prod/Function → Log/Group'].sort(),
    );
  });

  it('while stages without namesakes are one system', () => {
    const { template, ...rest } = copy('Shop', { stage: 'Shop' });
    const { Bus, ...others } = template.Resources;
    const bus = { name: 'Bus', stage: 'Base', template: { Resources: { Bus } } } as NamedTemplate;
    expect(edges(bus, { ...rest, template: { Resources: others } })).toEqual(['Shop/Function → Shop/Function']);
  });
});
