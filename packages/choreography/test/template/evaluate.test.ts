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
    [{ 'Fn::Select': ['2', ['a', 'b', 'c']] }, 'c'],
    [{ 'Fn::GetAZs': '' }, ['us-east-1a', 'us-east-1b', 'us-east-1c']],
    [{ 'Fn::Select': [0, { 'Fn::GetAZs': { Ref: 'AWS::Region' } }] }, 'us-east-1a'],
    [{ 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
    [{ 'Fn::Select': [1, { 'Fn::Cidr': ['192.168.7.9/24', '6', '5'] }] }, '192.168.7.32/27'],
    [{ 'Fn::Cidr': ['2001:db8:1234:1a00::/56', 2, 64] }, ['2001:db8:1234:1a00::/64', '2001:db8:1234:1a01::/64']],
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

  it.each([
    [{ 'Fn::Select': ['1.5', ['a', 'b']] }, 'Fn::Select takes a whole number from 0 on, not "1.5".'],
    [{ 'Fn::Select': ['', ['a', 'b']] }, 'Fn::Select takes a whole number from 0 on, not "".'],
    [{ 'Fn::Select': [-1, ['a', 'b']] }, 'Fn::Select takes a whole number from 0 on, not -1.'],
    [{ 'Fn::Select': [2, ['a', 'b']] }, 'Fn::Select finds nothing at 2.'],
    [{ 'Fn::Cidr': ['10.0.0.0', 1, 8] }, 'Fn::Cidr takes a block such as "10.0.0.0/16", not "10.0.0.0".'],
    [{ 'Fn::Cidr': ['10.0.0.0/24', 3, 7] }, 'Fn::Cidr finds no room for 3 blocks of 7 bits in 10.0.0.0/24.'],
    [{ 'Fn::Cidr': ['10.0.0.0/8', 257, 8] }, 'Fn::Cidr makes 1 to 256 blocks, not 257.'],
  ])('%j is refused', (value, sentence) => {
    expect(() => evaluate(value, scope)).toThrow(sentence);
  });

  it('is refused when it finds nothing', () => {
    expect(() => evaluate({ 'Fn::FindInMap': ['Regions', 'mars', 'size'] }, scope)).toThrow(
      'finds nothing at Regions.mars.size',
    );
  });
});
