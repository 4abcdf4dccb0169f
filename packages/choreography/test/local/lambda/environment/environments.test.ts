import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFunction, anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;

/** Ends when as many of its events as it is told are under way at a time. */
const MEETS = `
  const { readdirSync, writeFileSync } = require('node:fs');
  exports.handler = async ({ guest, guests }) => {
    writeFileSync(process.env.FOLDER + '/' + guest, '');
    while (readdirSync(process.env.FOLDER).length < guests) await new Promise((resolve) => setTimeout(resolve, 10));
    return 'met';
  };`;

beforeAll(async () => {
  const FOLDER = mkdtempSync(join(tmpdir(), 'meeting-'));
  const meets = aFunction('meets', { Timeout: 20, Environment: { Variables: { FOLDER } } });
  local = await aRuntime(anAssembly({ meets }, { meets: MEETS }));
});
afterAll(() => local.runtime.stop());

describe('a function whose events wait for something', () => {
  it('has more environments than others', async () => {
    const guests = ['a', 'b', 'c', 'd'];
    const answers = guests.map(async (guest) => {
      const Payload = JSON.stringify({ guest, guests: guests.length });
      const answer = await local.lambda.send(new InvokeCommand({ FunctionName: 'meets', Payload }));
      return JSON.parse(Buffer.from(answer.Payload ?? []).toString());
    });
    expect(await Promise.all(answers)).toEqual(guests.map(() => 'met'));
  });
});
