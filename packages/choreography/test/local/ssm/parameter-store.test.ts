import { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsCli, cliIsInstalled } from '../../aws-cli/aws-cli.ts';
import { aFunction, anAssembly } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

const CODE = `const { SSMClient, GetParameterCommand, GetParametersByPathCommand } = require('@aws-sdk/client-ssm');
  const client = new SSMClient({});
  exports.handler = async ({ name, path }) =>
    client.send(name ? new GetParameterCommand({ Name: name }) : new GetParametersByPathCommand({ Path: path }))
      .then(({ Parameter, Parameters }) => Parameter?.Value ?? Parameters.map(({ Name }) => Name), ({ message }) => message);`;
const parameterArn = (name: string) => `arn:aws:ssm:us-east-1:000000000000:parameter/${name}`;

let local: Awaited<ReturnType<typeof aRuntime>>;
let send: SSMClient['send'];
beforeAll(async () => {
  const Statement = [
    { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: parameterArn('shop/bus') },
    { Effect: 'Allow', Action: 'ssm:GetParametersByPath', Resource: parameterArn('shop') },
  ];
  const Role = {
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: 'reads', Policies: [{ PolicyName: 'p', PolicyDocument: { Statement } }] },
  };
  const parameter = (Name: string, Value: unknown, Type = 'String') => ({
    Type: 'AWS::SSM::Parameter',
    Properties: { Name, Type, Value },
  });
  local = await aRuntime(
    anAssembly(
      {
        Role,
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
        BusName: parameter('/shop/bus', { Ref: 'Bus' }),
        Other: parameter('/shop/other', 'hidden'),
        F: aFunction('reader', { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
      },
      { reader: CODE },
    ),
  );
  const ssm = new SSMClient(local.access);
  send = ssm.send.bind(ssm);
});
afterAll(() => local.runtime.stop());

const ask = async (payload: object) => {
  const { Payload } = await local.lambda.send(
    new InvokeCommand({ FunctionName: 'reader', Payload: JSON.stringify(payload) }),
  );
  return JSON.parse(Buffer.from(Payload ?? []).toString());
};

describe('a function', () => {
  it('reads the parameters of a template that its role lets it read, and is refused others', async () => {
    expect(await ask({ name: '/shop/bus' })).toBe('shop');
    expect(await ask({ path: '/shop' })).toEqual(['/shop/bus', '/shop/other']);
    expect(await ask({ name: '/shop/other' })).toBe(
      `User: arn:aws:sts::000000000000:assumed-role/reads/reader is not authorized to perform: ssm:GetParameter on resource: ${parameterArn('shop/other')} because no identity-based policy allows the ssm:GetParameter action`,
    );
  });
});

describe('a parameter', () => {
  it('has versions, of which one is got by its number', async () => {
    const put = (Value: string, Overwrite?: boolean) =>
      send(new PutParameterCommand({ Name: '/v/a', Value, Type: 'String', Overwrite }));
    expect(await put('one')).toMatchObject({ Version: 1, Tier: 'Standard' });
    await expect(put('two')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    expect(await put('two', true)).toMatchObject({ Version: 2 });
    const get = async (Name: string) => (await send(new GetParameterCommand({ Name }))).Parameter;
    expect(await get('/v/a')).toEqual({
      ...{ Name: '/v/a', Type: 'String', Value: 'two', Version: 2, DataType: 'text', ARN: parameterArn('v/a') },
      LastModifiedDate: expect.any(Date),
    });
    expect(await get('/v/a:1')).toMatchObject({ Name: '/v/a', Value: 'one', Version: 1, Selector: ':1' });
    expect(await get(parameterArn('v/a'))).toMatchObject({ Name: '/v/a', Value: 'two' });
    await expect(get('/v/a:3')).rejects.toMatchObject({ name: 'ParameterVersionNotFound' });
    const { Parameters = [] } = await send(new GetParameterHistoryCommand({ Name: '/v/a' }));
    expect(Parameters.map(({ Value }) => Value)).toEqual(['one', 'two']);
    await send(new DeleteParameterCommand({ Name: '/v/a' }));
    await expect(get('/v/a')).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  it('is told decrypted to who asks for it', async () => {
    await send(new PutParameterCommand({ Name: 'secure', Value: 'secret', Type: 'SecureString' }));
    const value = async (WithDecryption: boolean) =>
      (await send(new GetParameterCommand({ Name: 'secure', WithDecryption }))).Parameter?.Value;
    expect(await value(true)).toBe('secret');
    expect(await value(false)).not.toContain('secret');
  });

  it('that is no path has a slash before its name or none, as recorded at AWS', async () => {
    await send(new PutParameterCommand({ Name: 'bare', Value: '123', Type: 'String' }));
    for (const Name of ['bare', '/bare'])
      expect((await send(new GetParameterCommand({ Name }))).Parameter).toMatchObject({ Name, Value: '123' });
  });

  it.each(['/a//b', 'a/b/c', 'ssm-x', '/aws/x', 'a b'])('is not called %s', async (Name) => {
    await expect(send(new PutParameterCommand({ Name, Value: '1', Type: 'String' }))).rejects.toMatchObject({
      ...{ name: 'ValidationException', message: expect.stringContaining('sub-paths divided by slash symbol') },
    });
  });

  it('is listed below its path, level by level or all, page by page', async () => {
    for (const Name of ['/p/a', '/p/b', '/p/c/d'])
      await send(new PutParameterCommand({ Name, Value: '1', Type: 'String' }));
    const names = async (input: object) => {
      const { Parameters = [], NextToken } = await send(new GetParametersByPathCommand({ Path: '/p', ...input }));
      return { names: Parameters.map(({ Name }) => Name), NextToken };
    };
    expect(await names({})).toEqual({ names: ['/p/a', '/p/b'], NextToken: undefined });
    const first = await names({ Recursive: true, MaxResults: 2 });
    expect(first.names).toEqual(['/p/a', '/p/b']);
    expect((await names({ Recursive: true, NextToken: first.NextToken })).names).toEqual(['/p/c/d']);
    const { Parameters = [] } = await send(
      new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/p/c'] }] }),
    );
    expect(Parameters.map(({ Name }) => Name)).toEqual(['/p/c/d']);
  });

  it('must be as its pattern says, and say nothing that is not honoured', async () => {
    const put = (more: object) =>
      send(new PutParameterCommand({ Name: '/pattern', Value: 'abc', Type: 'String', ...more }));
    await expect(put({ AllowedPattern: '^\\d+$' })).rejects.toMatchObject({
      name: 'ParameterPatternMismatchException',
    });
    await expect(put({ AllowedPattern: '(' })).rejects.toMatchObject({ name: 'InvalidAllowedPatternException' });
    await expect(put({ Policies: '[]' })).rejects.toThrow('The local runtime cannot honour Policies: leave it out.');
    await expect(put({ AllowedPattern: '^[a-c]+$' })).resolves.toMatchObject({ Version: 1 });
  });

  it('of several is told, and those that are not there are named', async () => {
    const { Parameters, InvalidParameters } = await send(new GetParametersCommand({ Names: ['/shop/bus', '/none'] }));
    expect(Parameters).toMatchObject([{ Name: '/shop/bus', Value: 'shop' }]);
    expect(InvalidParameters).toEqual(['/none']);
  });
});

it.runIf(cliIsInstalled)(
  'the AWS CLI puts and gets parameters',
  async () => {
    const ssm = (...parameters: string[]) => awsCli(local.runtime.endpoint, 'ssm', ...parameters);
    expect(await ssm('put-parameter', '--name', '/cli', '--type', 'StringList', '--value', 'a,b')).toMatchObject({
      Version: 1,
    });
    expect(await ssm('get-parameters-by-path', '--path', '/shop')).toMatchObject({
      Parameters: [{ Value: 'shop' }, { Value: 'hidden' }],
    });
    await expect(ssm('get-parameter', '--name', '/none')).rejects.toThrow('(ParameterNotFound)');
  },
  120_000,
);
