import { describe, expect, it } from 'vitest';
import { graphOf } from '#graph/graph-of.ts';
import type { NamedTemplate, TemplateResource } from '#template/template.ts';

type Statements = readonly Readonly<Record<string, unknown>>[];
const PUT = { Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' };
const DENY = { ...PUT, Effect: 'Deny' };
const BUS = `arn:aws:events:\${AWS::Region}:\${AWS::AccountId}:event-bus/shop`;
const from = (source: string, operator = 'StringEquals') => ({
  Condition: { [operator]: { 'events:source': source } },
});

const user = (...Statement: Statements): Record<string, TemplateResource> => ({
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
  User: { Type: 'AWS::IAM::User', Properties: { Policies: [{ PolicyDocument: { Statement } }] } },
});
const said = (Resources: Record<string, TemplateResource>, more: Partial<NamedTemplate> = {}) =>
  graphOf([{ name: 'Shop', template: { Resources }, ...more }]).producers.map(
    ({ bus, source, detailType }) => `${bus}: ${source} ${detailType}`,
  );
const environment = { account: '111122223333', region: 'eu-west-1' };

describe('What a Deny statement takes away', () => {
  it.each([
    ['the source that it names', from('secret'), ['shop: * but secret *']],
    [
      'the source that one of the events may not have',
      from('secret', 'ForAnyValue:StringEquals'),
      ['shop: * but secret *'],
    ],
    ['all but the source that it leaves out', from('open', 'StringNotEquals'), ['shop: open *']],
    ['nothing where all events of a request must fit', from('secret', 'ForAllValues:StringEquals'), ['shop: * *']],
    ['nothing by an operator that is not of texts', from('secret', 'ArnLike'), ['shop: * *']],
    ['nothing by a variable, whose value is not known', from(`\${aws:PrincipalTag/team}`), ['shop: * *']],
    ['nothing by another key', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, ['shop: * *']],
    [
      'nothing of another bus of this name',
      { Resource: 'arn:aws:events:*:999999999999:event-bus/shop' },
      ['shop: * *'],
    ],
    ['all of this bus', { Resource: { 'Fn::Sub': BUS } }, []],
  ])('is %s', (_, deny, truth) => {
    const resources = user(PUT, { ...DENY, ...deny });
    expect(said(resources)).toEqual(truth);
    expect(said(resources, { environment })).toEqual(truth);
  });
});

describe('What an Allow statement lets somebody say', () => {
  it('is all but what NotResource certainly leaves out', () => {
    const { Resource: _, ...put } = PUT;
    const other = 'arn:aws:events:us-east-1:999999999999:event-bus/shop';
    expect(said(user({ ...put, NotResource: other }))).toEqual(['shop: * *']);
    expect(said(user({ ...put, NotResource: { 'Fn::Sub': BUS } }))).toEqual([]);
  });

  it('is anything where a variable may leave out anything, or nothing', () => {
    expect(said(user({ ...PUT, ...from(`\${aws:PrincipalTag/team}`, 'StringNotEquals') }))).toEqual(['shop: * *']);
  });

  it('is on a bus that it names by a pattern, though no template has one', () => {
    const Resource = 'arn:aws:events:eu-west-1:111122223333:event-bus/partner-*';
    expect(said(user({ ...PUT, Resource, ...from('shop') }))).toEqual(['partner-*: shop *']);
  });

  it('is on the bus of this name in the account that it names', () => {
    const Resource = 'arn:aws:events:eu-west-1:999999999999:event-bus/shop';
    expect(said(user({ ...PUT, Resource }), { environment })).toEqual(['eu-west-1:999999999999:shop: * *']);
  });
});

describe('A resource is taken as there', () => {
  const conditional = Object.fromEntries(
    Object.entries(user(PUT)).map(([id, resource]) => [id, { ...resource, Condition: 'IsProd' }]),
  );
  const template = (Default?: string) => ({
    Parameters: { Stage: { Type: 'String', ...(Default !== undefined && { Default }) } },
    Conditions: {
      IsProd: { 'Fn::And': [{ 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, { 'Fn::Not': [{ Condition: 'IsOff' }] }] },
      IsOff: { 'Fn::Equals': ['on', 'off'] },
    },
    Resources: conditional,
  });

  it('where its condition depends on what is not known, and that is told', () => {
    const graph = graphOf([{ name: 'Shop', template: template() }]);
    expect(graph.producers).toHaveLength(1);
    expect(graph.unresolved.map(({ reference }) => reference)).toContain(`\${Condition IsProd}`);
  });

  it('where its condition holds, and not where it does not', () => {
    expect(graphOf([{ name: 'Shop', template: template('prod') }]).producers).toHaveLength(1);
    expect(graphOf([{ name: 'Shop', template: template('dev') }]).producers).toEqual([]);
  });

  it('unless it is of a nested stack that is not made', () => {
    const parent = {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Shop: { Type: 'AWS::CloudFormation::Stack', Condition: 'Never' } },
    };
    const nested = { name: 'Shop', template: { Resources: user(PUT) }, nestedIn: { template: 'Whole', id: 'Shop' } };
    expect(graphOf([{ name: 'Whole', template: parent }, nested]).producers).toEqual([]);
  });
});
