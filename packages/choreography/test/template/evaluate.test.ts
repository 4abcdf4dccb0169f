import { describe, expect, it } from 'vitest';
import { evaluate, NO_VALUE, type Scope } from '#template/evaluate.ts';

const scope: Scope = {
  mappings: { Regions: { 'us-east-1': { size: 'small' } } },
  ref: (name) => ({ Stage: 'dev', 'AWS::Region': 'us-east-1', 'AWS::NoValue': NO_VALUE })[name] ?? `ref-${name}`,
  attribute: (id, attribute) => `${id}:${attribute}`,
  imported: (name) => `imported-${name}`,
  condition: (name) => name === 'Yes',
};

describe('an intrinsic function', () => {
  it.each([
    [{ Ref: 'Bus' }, 'ref-Bus'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue:Arn'],
    [{ 'Fn::GetAtt': 'Stack.Outputs.Name' }, 'Stack:Outputs.Name'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 'c']] }, 'a-dev-c'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is CloudFormation's syntax.
    [{ 'Fn::Sub': '${Stage}/${Queue.Arn}/${!Literal}' }, 'dev/Queue:Arn/${Literal}'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is CloudFormation's syntax.
    [{ 'Fn::Sub': ['${x}-${Stage}', { x: { Ref: 'Bus' } }] }, 'ref-Bus-dev'],
    [{ 'Fn::Select': [1, { 'Fn::Split': [',', 'a,b,c'] }] }, 'b'],
    [{ 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'size'] }, 'small'],
    [{ 'Fn::ImportValue': 'Name' }, 'imported-Name'],
    [{ 'Fn::If': ['Yes', 'then', 'else'] }, 'then'],
    [{ 'Fn::If': ['No', 'then', 'else'] }, 'else'],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }] }, true],
    [{ 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Equals': ['1', 1] }] }, true],
    [{ 'Fn::Base64': 'hi' }, 'aGk='],
  ])('%j gives %j', (value, expected) => {
    expect(evaluate(value, scope)).toEqual(expected);
  });

  it('leaves out what has no value', () => {
    expect(
      evaluate({ a: { Ref: 'AWS::NoValue' }, b: [1, { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }] }, scope),
    ).toEqual({ b: [1] });
  });

  it('is refused by name when it is not known', () => {
    expect(() => evaluate({ 'Fn::Transform': {} }, scope)).toThrow(
      'The intrinsic function Fn::Transform is not supported.',
    );
  });

  it('is refused when it finds nothing', () => {
    expect(() => evaluate({ 'Fn::FindInMap': ['Regions', 'mars', 'size'] }, scope)).toThrow(
      'finds nothing at Regions.mars.size',
    );
  });
});
