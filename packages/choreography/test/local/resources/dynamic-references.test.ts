import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { type Circumstances, planResources } from '#local/resources/plan-resources.ts';
import { Parameters as ParameterStore } from '#local/ssm/parameters.ts';
import { readTemplates } from '#template/read-templates.ts';
import { anAssembly, queue } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

const parameter = (Name: string, Value: unknown, Type = 'String') => ({
  ...{ Type: 'AWS::SSM::Parameter', Properties: { Name, Type, Value } },
});
const nameOf = (QueueName: unknown, more: object = {}, parameters: Record<string, string> = {}) => {
  const stacks = readTemplates([anAssembly({ Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName } }, ...more })]);
  const { planned } = planResources(stacks, 'http://localhost', { parameters });
  return planned.find(({ typeName }) => typeName === 'AWS::SQS::Queue')?.resource.properties.QueueName;
};

describe('a dynamic reference leads', () => {
  it('to the bus whose name another resource keeps', async () => {
    const local = await aRuntime(
      anAssembly({
        // Its value is known only when the rule is: the name alone is read on the way to the other one.
        RuleArn: parameter('/parcels/rule', { 'Fn::GetAtt': ['Rule', 'Arn'] }),
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'parcels' } },
        BusName: parameter('/parcels/bus', { Ref: 'Bus' }),
        Queue: queue('q'),
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            ...{ Name: 'r', EventBusName: '{{resolve:ssm:/parcels/bus}}', EventPattern: { source: ['depot'] } },
            Targets: [{ Id: 'q', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
          },
        },
      }),
    );
    try {
      const told = await local.events.send(new DescribeRuleCommand({ Name: 'r', EventBusName: 'parcels' }));
      const { Parameter } = await new SSMClient(local.access).send(new GetParameterCommand({ Name: '/parcels/rule' }));
      expect(Parameter?.Value).toBe(told.Arn);
    } finally {
      await local.runtime.stop();
    }
  });

  it('to a part of a name', () => {
    expect(
      nameOf('{{resolve:ssm:/a}}-{{resolve:ssm:/b:1}}', { A: parameter('/a', 'x'), B: parameter('/b', 'y') }),
    ).toBe('x-y');
  });

  it('to a value that is given at the start', () => {
    expect(nameOf('{{resolve:ssm:/a}}', {}, { 'ssm:/a': 'given' })).toBe('given');
    expect(nameOf('{{resolve:ssm-secure:/a}}', {}, { 'ssm:/a': 'given' })).toBe('given');
    const secret = { 'secretsmanager:db': '{"name":"n","port":1}' };
    expect(nameOf('{{resolve:secretsmanager:db:SecretString:name}}', {}, secret)).toBe('n');
    expect(nameOf('{{resolve:secretsmanager:db:SecretString:port::}}', {}, secret)).toBe('1');
    const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:db-abcdef';
    expect(nameOf(`{{resolve:secretsmanager:${arn}:SecretString:name}}`, {}, secret)).toBe('n');
  });

  it('to a secret of a template, by its own ARN', () => {
    const Secret = {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { Name: 's', SecretString: '{"name":"hidden"}' },
    };
    const written = { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:name}}']] };
    expect(nameOf(written, { Secret })).toBe('hidden');
  });

  it('nowhere: the start names it, and says what to do', () => {
    expect(() => nameOf('{{resolve:ssm:/none}}')).toThrow(
      'App: AWS::SQS::Queue.QueueName (Q): {{resolve:ssm:/none}}: no template makes this SSM parameter: give its value with --parameter ssm:/none=VALUE, or ssm:/none=file://PATH',
    );
    expect(() => nameOf('{{resolve:secretsmanager:none:SecretString:k}}')).toThrow(
      '--parameter secretsmanager:none=VALUE',
    );
    expect(() => nameOf('{{resolve:other:x}}')).toThrow('it is no dynamic reference that CloudFormation knows');
  });
});

describe('a parameter of a template that stands in Parameter Store', () => {
  const parameters = {
    Bus: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/shop/bus' },
    Names: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/shop/names' },
  };
  const folder = (resources: object) => {
    const assembly = anAssembly(resources);
    const file = join(assembly, 'App.template.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), Parameters: parameters }));
    return readTemplates([assembly]);
  };
  const Q = (QueueName: unknown) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });
  const names = (stacks: Parameters<typeof planResources>[0], circumstances?: Circumstances) =>
    planResources(stacks, 'http://localhost', circumstances).planned.flatMap(({ typeName, resource }) =>
      typeName === 'AWS::SQS::Queue' ? [resource.properties.QueueName] : [],
    );

  it('has the value that a template, the start or a call has put there, and a list has its items', () => {
    const own = {
      P: parameter('/shop/names', 'a,b', 'StringList'),
      A: Q({ 'Fn::Select': [1, { Ref: 'Names' }] }),
      B: Q({ Ref: 'Bus' }),
    };
    const kept = new ParameterStore(() => 0);
    kept.put('/shop/bus', { value: 'put', type: 'String' }, false);
    const secrets = { find: () => undefined };
    expect(names(folder(own), { parameters: { 'ssm:/shop/bus': 'given' } })).toEqual(['b', 'given']);
    expect(names(folder(own), { kept: { parameters: kept, secrets } })).toEqual(['b', 'put']);
    const named = { 'ssm:/other/bus': 'other', Bus: '/other/bus' };
    expect(names(folder(own), { parameters: named })).toEqual(['b', 'other']);
  });

  it('is asked for when nobody has put it', () => {
    expect(() => names(folder({ B: Q({ Ref: 'Bus' }) }))).toThrow(
      'the parameter Bus takes its value from the SSM parameter "/shop/bus", which no template makes: give its value with --parameter ssm:/shop/bus=VALUE.',
    );
  });
});
