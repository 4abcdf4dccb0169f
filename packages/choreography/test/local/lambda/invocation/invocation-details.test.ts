import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFunction, anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

const TELLS = `let count = 0;
exports.handler = async (event, { clientContext, tenantId }) =>
  ({ clientContext, tenantId, count: ++count, trace: process.env._X_AMZN_TRACE_ID });`;

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  const apart = { FunctionName: 'apart', TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } };
  local = await aRuntime(anAssembly({ Tells: aFunction('tells'), Apart: aFunction('tells', apart) }, { tells: TELLS }));
});
afterAll(() => local.runtime.stop());

async function invoke(FunctionName: string, details: object = {}) {
  const { Payload } = await local.lambda.send(new InvokeCommand({ FunctionName, ...details }));
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

describe('what comes with an event', () => {
  it('is in the context: what the caller says of its client', async () => {
    const said = { client: { app_title: 'shop' }, custom: { key: 'ü' } };
    const ClientContext = Buffer.from(JSON.stringify(said)).toString('base64');
    expect((await invoke('tells', { ClientContext })).clientContext).toEqual(said);
    expect(await invoke('tells')).not.toHaveProperty('clientContext');
  });

  it('is refused when it is no JSON', async () => {
    await expect(invoke('tells', { ClientContext: 'e' })).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    });
  });

  it('has a trace of its own', async () => {
    const traces = [(await invoke('tells')).trace, (await invoke('tells')).trace];
    for (const trace of traces)
      expect(trace).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=1:[0-9a-f]{8}:0$/);
    expect(traces[0]).not.toBe(traces[1]);
  });
});

describe('a function that keeps tenants apart', () => {
  it('has environments of its own for each', async () => {
    const answers = [];
    for (const TenantId of ['blue', 'green', 'red', 'blue', 'blue']) answers.push(await invoke('apart', { TenantId }));
    expect(answers.map(({ tenantId }) => tenantId)).toEqual(['blue', 'green', 'red', 'blue', 'blue']);
    expect(answers.slice(0, 3).map(({ count }) => count)).toEqual([1, 1, 1]);
    expect(answers[4].count).toBe(answers[3].count + 1);
  });

  it('must be told which it is for, and no other function may', async () => {
    await expect(invoke('apart')).rejects.toThrow('enabled with tenancy configuration. Add a valid tenant ID');
    await expect(invoke('tells', { TenantId: 'blue' })).rejects.toThrow('not enabled with tenancy configuration');
  });
});
