import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { instanceKeys } from '#cli/start/terminal/instance-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'keys-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'template.json');

/** A template whose process has its key at a path. */
function write(key: string, changedAt: Date): void {
  const starts = { source: 'library.desk', type: 'BookLent' };
  const process = { name: 'lending', instance: 'loan', key, starts, steps: { back: { done: [starts] } } };
  const Monitor = {
    Type: 'AWS::Lambda::Function',
    Properties: { Handler: 'index.handler', Runtime: 'nodejs22.x', Role: 'arn:aws:iam::000000000000:role/r' },
    Metadata: { 'choreography:process': [process] },
  };
  writeFileSync(file, JSON.stringify({ Resources: { Monitor } }));
  utimesSync(file, changedAt, changedAt);
}

const lent = (detail: object) => ({ 'detail-type': 'BookLent', detail });

it('An event is shown with the key of its instance, with and without a correlation id', () => {
  write('loan.id', new Date(1000));
  const keyOf = instanceKeys(file);
  expect(keyOf(lent({ data: { loan: { id: 'l-1' } } }))).toBe('l-1');
  expect(keyOf(lent({ metadata: { correlationId: 'l-2' }, data: {} }))).toBe('l-2');
  expect(keyOf(lent({ data: {} }))).toBe(undefined);
});

it('Templates that have changed are read again', () => {
  write('loan.id', new Date(1000));
  const keyOf = instanceKeys(file);
  const event = lent({ data: { loan: { id: 'l-1', number: 7 } } });
  expect(keyOf(event)).toBe('l-1');
  write('loan.number', new Date(2000));
  expect(keyOf(event)).toBe('7');
});
