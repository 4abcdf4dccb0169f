import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeCheck, portCheck, projectChecks } from '#cli/machine/checks.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  process.chdir(folder);
});
const before = process.cwd();
afterEach(() => process.chdir(before));

it.each(['18.20.4', '20.17.0'])('Node.js %s is too old, and what to install is said', (version) =>
  expect(nodeCheck(version)).toMatchObject({ state: 'wrong', remedy: 'Install Node.js 20.18 or later.' }),
);
it.each(['20.18.0', '22.1.0', '24.0.0'])('Node.js %s will do', (version) =>
  expect(nodeCheck(version).state).toBe('fine'),
);

it('A port that another program has is told with the remedy, one that is free is fine', async () => {
  const server = createServer();
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const taken = { state: 'wrong', remedy: 'Take another.' } as const;
  expect(await portCheck(port, [], taken)).toMatchObject({ ...taken, says: 'is taken by another program.' });
  expect((await portCheck(port, [port], taken)).state).toBe('fine');
  await new Promise((done) => server.close(done));
  expect((await portCheck(port, [], taken)).state).toBe('fine');
});

it('The project in the working folder is judged as the commands read it', () => {
  expect(projectChecks().map(({ state }) => state)).toEqual(['note', 'note']);
  writeFileSync('choreography.json', '{ "sampel": {} }');
  expect(projectChecks()[0]).toMatchObject({ state: 'wrong', says: expect.stringContaining('sampel') });
  writeFileSync('choreography.json', '{}');
  writeFileSync('cdk.json', '{}');
  expect(projectChecks()).toMatchObject([
    { about: 'choreography.json', state: 'fine' },
    { about: 'cdk.json', state: 'wrong', says: expect.stringContaining('names no "app"') },
    { about: 'CDK', state: 'wrong', remedy: 'Run "npm install aws-cdk-lib constructs".' },
  ]);
});
