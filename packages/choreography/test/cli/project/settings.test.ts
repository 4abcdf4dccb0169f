import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { givenSettings, settingsSchema } from '#cli/project/settings.ts';

const PACKAGE = resolve(import.meta.dirname, '../../..');
const schema = JSON.parse(readFileSync(join(PACKAGE, 'choreography.schema.json'), 'utf8'));
const fits = new Ajv2020({ strict: false }).compile(schema);

/** Whether the reader takes a file with this content. */
function isRead(content: unknown): boolean {
  const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'choreography.json');
  writeFileSync(file, JSON.stringify(content));
  try {
    givenSettings({}, file);
    return true;
  } catch {
    return false;
  }
}

it('The schema that is shipped is the one that the reader makes', () => expect(schema).toEqual(settingsSchema()));

it.each([join(PACKAGE, 'scaffold/choreography.json'), resolve(PACKAGE, '../../choreography.json')])(
  '%s names the schema of the package, and fits it',
  (file) => {
    const content = JSON.parse(readFileSync(file, 'utf8'));
    expect(content.$schema).toBe('./node_modules/choreography/choreography.schema.json');
    expect([fits(content), isRead(content)]).toEqual([true, true]);
  },
);

it.each([
  [{}, true],
  [{ allow: [{ finding: 'unheard-event a B', reason: 'so' }] }, true],
  [{ deadLetters: { queue: '{participant}-{job}', function: '{participant}-{job}' } }, true],
  [{ deadLetters: { queue: 'all', function: '{participant}-{job}' } }, false],
  [{ synth: { command: [] } }, false],
  [{ synth: { comand: ['x'] } }, false],
  [{ sampel: {} }, false],
  [{ allow: [{ finding: 'unheard-event a B' }] }, false],
  [{ monitor: { function: '', page: 'p' } }, false],
])('Schema and reader agree on %j', (content, isFine) =>
  expect([fits(content), isRead(content)]).toEqual([isFine, isFine]),
);
