import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import { InFlight } from '#local/runtime/in-flight.ts';
import { Faults } from '#simulation/faults/faults.ts';
import type { SimulatedEnvironment } from '#simulation/functions/execution-environment.ts';
import { leave } from '#simulation/functions/running.ts';
import { type FunctionWorld, SimulatedFunction } from '#simulation/functions/simulated-function.ts';
import { Cause } from '#simulation/world/cause.ts';
import { VirtualClock } from '#simulation/world/virtual-clock.ts';

const root = mkdtempSync(join(tmpdir(), 'simulated-function-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Answers with how often this environment has, and leaves a request under way. */
const CODE = `let times = 0;
exports.handler = async () => { require('http').request({ host: 'there', path: '/' }).end(); return ++times; };`;

/** A function whose requests are never answered; `callers` are the environments that made them, `failed` what runs threw. */
function aFunction(code = CODE) {
  // Code is compiled once for its file.
  const folder = mkdtempSync(join(root, 'code-'));
  writeFileSync(join(folder, 'index.js'), code);
  const inFlight = new InFlight();
  const clock = new VirtualClock(0, inFlight);
  const callers: SimulatedEnvironment[] = [];
  const failed: object[] = [];
  const world: FunctionWorld = {
    ...{
      sourceMaps: undefined,
      endedWell: new Set<string>(),
      clock,
      faults: new Faults(new Set()),
      inFlight,
      limits: undefined,
      isEven: false,
    },
    cause: () => new Cause(1, 'visit'),
    call: (_cause, _request, from) => {
      callers.push(from);
      return new Promise(() => {});
    },
    showAgain: async () => {},
    handled() {},
    failed: (name, { label }, error) => failed.push({ name, label, error }),
    output() {},
    record() {},
  };
  const config = {
    name: 'greet',
    root: folder,
    handler: 'index.handler',
    runtime: 'nodejs20.x',
    timeoutSeconds: 3,
    arn: 'arn',
  } as FunctionConfig;
  const simulated = new SimulatedFunction(config, {}, world);
  const invoke = async () => {
    let payload: string | undefined;
    void simulated.invoke('{}', 'id').then((outcome) => {
      payload = outcome.payload;
    });
    while (payload === undefined) {
      await new Promise((resolve) => setImmediate(resolve));
      leave();
      if (!clock.step()) break;
    }
    return payload;
  };
  return { invoke, callers, failed };
}

it('keeps an environment for the next event', async () => {
  const { invoke } = aFunction();
  expect([await invoke(), await invoke()]).toEqual(['1', '2']);
});

it('starts another environment where one ended while it waited for an event', async () => {
  const { invoke, callers } = aFunction();
  await invoke();
  for (const each of callers) each.crash();
  expect(await invoke()).toBe('1');
});

it('starts another environment where one ends between its choice and its event', async () => {
  const { invoke, callers } = aFunction();
  await invoke();
  const second = invoke();
  // It is chosen in this turn of the event loop, and begins in a later one.
  await new Promise(process.nextTick);
  for (const each of callers) each.crash();
  expect(await second).toBe('1');
});

it('says of a run that fails what it threw', async () => {
  const { invoke, failed } = aFunction("exports.handler = async () => { throw new RangeError('out of range'); };");
  await invoke();
  expect(failed).toEqual([
    { name: 'greet', label: 'visit>run', error: { name: 'RangeError', message: 'out of range' } },
  ]);
});
