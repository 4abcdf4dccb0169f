import { describe, expect, test } from 'vitest';
import { leaveOut } from '#cli/deploy-local/leave-out.ts';
import type { TemplateResource } from '#template/template.ts';

const ARCHIVE = [{ type: /^AWS::Events::Archive$/ }];
const withArchive = (others: Record<string, TemplateResource>) => ({
  Resources: { Archive: { Type: 'AWS::Events::Archive' }, ...others },
});

describe('What an engine refuses', () => {
  test('is left out by its type, and named', () => {
    const bus = { Type: 'AWS::Events::EventBus', Properties: { Name: 'checkout' } };
    expect(leaveOut(withArchive({ Bus: bus }), ARCHIVE)).toEqual({
      template: { Resources: { Bus: bus } },
      leftOut: ['AWS::Events::Archive Archive'],
    });
  });

  test('is left out where it has what the engine does not take, and made where it has not', () => {
    const plain = { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } };
    const onMath = { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [] } };
    expect(
      leaveOut({ Resources: { Plain: plain, OnMath: onMath } }, [
        { type: /^AWS::CloudWatch::Alarm$/, having: 'Metrics' },
      ]),
    ).toEqual({ template: { Resources: { Plain: plain } }, leftOut: ['AWS::CloudWatch::Alarm OnMath'] });
  });

  test('is left out as a property of one type, and named', () => {
    const encrypted = { TableName: 'stock', SSESpecification: { SSEEnabled: true } };
    const { template, leftOut } = leaveOut(
      { Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties: encrypted } } },
      [{ type: /^AWS::DynamoDB::Table$/, property: 'SSESpecification' }],
    );
    expect(template.Resources.Table?.Properties).toEqual({ TableName: 'stock' });
    expect(leftOut).toEqual(['AWS::DynamoDB::Table.SSESpecification of Table']);
  });

  test('is waited for by nobody any more', () => {
    const { template } = leaveOut(
      withArchive({
        Alone: { Type: 'AWS::SQS::Queue', DependsOn: 'Archive' },
        Both: { Type: 'AWS::SQS::Queue', DependsOn: ['Archive', 'Alone'] },
      }),
      ARCHIVE,
    );
    expect(template.Resources.Alone).toEqual({ Type: 'AWS::SQS::Queue' });
    expect(template.Resources.Both?.DependsOn).toEqual(['Alone']);
  });

  test.each([
    [{ Ref: 'Archive' }],
    [{ 'Fn::GetAtt': ['Archive', 'Arn'] }],
    [{ 'Fn::GetAtt': 'Archive.Arn' }],
    [{ 'Fn::Sub': `\${Archive.Arn}/*` }],
    [{ 'Fn::Join': ['', ['x', { 'Fn::Sub': [`\${Archive}`, {}] }]] }],
  ])('stays when something else needs it: %j', (reference) => {
    const needing = { Type: 'AWS::SQS::Queue', Properties: { QueueName: reference } };
    expect(() => leaveOut(withArchive({ Queue: needing }), ARCHIVE)).toThrow(
      'AWS::Events::Archive Archive is refused by the engine, and cannot be left out',
    );
  });

  test('stays when an output needs it', () => {
    const template = { ...withArchive({}), Outputs: { Arn: { Value: { Ref: 'Archive' } } } };
    expect(() => leaveOut(template, ARCHIVE)).toThrow('cannot be left out');
  });

  test('is nothing when an engine refuses nothing', () => {
    const template = withArchive({});
    expect(leaveOut(template, [])).toEqual({ template, leftOut: [] });
  });
});
