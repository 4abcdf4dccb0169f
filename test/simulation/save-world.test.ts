import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startRuntime } from 'choreography/local';
import type { Invariant } from 'choreography/simulation';
import { afterAll, expect, it } from 'vitest';
import { saveWorld } from '../../packages/choreography/src/cli/simulate/save-world.ts';
import { readSnapshot } from '../../packages/choreography/src/cli/state/snapshot-file.ts';
import { StateFile } from '../../packages/choreography/src/local/state/state-file.ts';
import simulation from '../../simulation.ts';
import { ROOT, synthesized } from './synthesized.ts';

const { folder, stacks } = await synthesized();
const NAME = `saved-by-a-test-${process.pid}`;
const work = mkdtempSync(join(tmpdir(), 'saved-world-'));
afterAll(() => {
  rmSync(work, { recursive: true });
  rmSync(`.choreography/snapshots/${NAME}.jsonl.gz`, { force: true });
});

/** An item that the runtime has, by the key of its table. */
async function get(endpoint: string, table: string, pk: string): Promise<object | undefined> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      authorization: 'AWS4-HMAC-SHA256 Credential=a/20300107/us-east-1/dynamodb/aws4_request',
    },
    body: JSON.stringify({ TableName: table, Key: { pk: { S: pk } } }),
  });
  return ((await answer.json()) as { Item?: object }).Item;
}

it('saves a world at its violation, and the local runtime opens it there', { timeout: 240_000 }, async () => {
  const nobodyHasPoints: Invariant = (world) =>
    world.table('rewards').flatMap(({ pk, points }) => (points ? [{ what: `${pk} has ${points}` }] : []));
  const told = await saveWorld(NAME, {
    ...{ stacks, faults: [], seed: 3, instances: 4, minutes: 2, sourceMaps: resolve(ROOT, 'build/source-maps') },
    simulation: { ...simulation, always: { 'nobody has points': nobodyHasPoints } },
  });
  expect(told).toContain('soon after its violation of "nobody has points"');
  const state = new StateFile(join(work, 'state.log'));
  const { entries } = readSnapshot(NAME);
  for (const [key, value] of entries) state.put(key, value);
  const balances = entries.flatMap(([, value]) => (String(Object(value).pk?.S).startsWith('balance#') ? [value] : []));
  const runtime = await startRuntime({ cdkOut: folder, port: 0, state });
  try {
    expect(balances).toHaveLength(1);
    const [balance] = balances as [{ pk: { S: string } }];
    expect(await get(runtime.endpoint, 'checkout_rewards', balance.pk.S)).toEqual(balance);
    expect(new Date(runtime.clock.now()).toISOString()).toMatch(/^2030-01-07T09:/);
    expect(runtime.clock.held).toBe(true);
  } finally {
    await runtime.stop();
  }
});
