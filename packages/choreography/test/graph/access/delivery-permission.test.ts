import { describe, expect, it } from 'vitest';
import { findAll } from '#check/find-all.ts';
import { graphOf } from '#graph/graph-of.ts';
import { readTemplates } from '#template/read-templates.ts';
import type { Template } from '#template/template.ts';

const TEMPLATES = 'test/template/sam/templates';

describe('A queue has one policy:', () => {
  const graph = graphOf(readTemplates([`${TEMPLATES}/shared-dead-letter-queue.yaml`]));

  it('of two, the later takes the place of the earlier', () => {
    const template = 'shared-dead-letter-queue';
    expect(graph.consumers.map(({ rule, deadLetterQueue }) => [rule, deadLetterQueue?.permission])).toEqual([
      [
        'HearOne',
        {
          state: 'missing',
          by: null,
          replaced: { policy: { template, id: 'HearOneQueuePolicy' }, by: { template, id: 'HearTwoQueuePolicy' } },
        },
      ],
      ['HearTwo', { state: 'granted', by: { template, id: 'HearTwoQueuePolicy' } }],
    ]);
  });

  it('the check says so', () => {
    const [found, ...others] = findAll(graph).filter(({ kind }) => kind === 'missing-permission');
    expect(others).toEqual([]);
    expect(found?.remedy).toBe(
      'HearOneQueuePolicy lets it, but HearTwoQueuePolicy takes its place: a queue or topic has one policy. Put the statements of both into one.',
    );
  });

  it('one that may not be made takes no place', () => {
    const statement = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' };
    const policy = (Resource: string, more: object = {}) => ({
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement: [{ ...statement, Resource }] } },
      ...more,
    });
    const template: Template = {
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { IsLive: { 'Fn::Equals': [{ Ref: 'Stage' }, 'live'] } },
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue' },
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventPattern: { source: ['depot'] },
            Targets: [{ Id: 'q', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
          },
        },
        First: policy('*'),
        Second: policy('*', { Condition: 'IsLive' }),
      },
    };
    const [consumer] = graphOf([{ name: 'depot', template }]).consumers;
    expect(consumer?.permission).toEqual({ state: 'granted', by: { template: 'depot', id: 'First' } });
  });
});

describe('A connector of SAM lets a rule reach its targets', () => {
  it('by the function’s permission and the queue’s policy', () => {
    const graph = graphOf(readTemplates([`${TEMPLATES}/rule-connectors.yaml`]));
    expect(graph.consumers.map(({ target, permission }) => [target.id, permission.state, permission.by?.id])).toEqual([
      ['Hear', 'granted', 'RuleToFnWriteLambdaPermission'],
      ['Queue', 'granted', 'RuleToQueueQueuePolicy'],
    ]);
  });
});
