import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { pathsOf } from '#cli/cost/paths-of.ts';
import { readTemplates } from '#template/read-templates.ts';
import { anAssembly } from '../../local/assembly.ts';

const folder = mkdtempSync(join(tmpdir(), 'cost-paths-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: unknown): string => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
};
const entry = (DetailType: string, data: object) => ({
  ...{ Source: 'museum', DetailType, EventBusName: 'museum' },
  Detail: JSON.stringify({ data }),
});

/** A system with a process whose key stands at `loan.id`. */
const stacks = readTemplates([
  anAssembly({
    Bus: {
      Type: 'AWS::Events::EventBus',
      Properties: { Name: 'museum' },
      Metadata: {
        'choreography:process': {
          ...{ name: 'loan', key: 'loan.id', starts: { source: 'museum', type: 'LoanRequested' } },
          steps: { granted: { done: [{ source: 'museum', type: 'LoanGranted' }], within: '1 hour' } },
        },
      },
    },
  }),
]);

describe('A file of entries', () => {
  it('is one path, whose instances differ by the key of the process that it starts', () => {
    const entries = file('loan.json', [entry('LoanRequested', { loan: { id: 'l-1' } })]);
    expect(pathsOf(undefined, stacks, { entries }).paths).toMatchObject([{ name: 'loan', key: 'l-1', given: [] }]);
  });

  it('that starts no process is refused with what does', () => {
    const entries = file('granted.json', [entry('LoanGranted', { loan: { id: 'l-1' } })]);
    expect(() => pathsOf(undefined, stacks, { entries })).toThrow(
      `No entry of "${entries}" starts a process: an instance begins with museum LoanRequested.`,
    );
  });

  it.each([
    ['is not there', 'nowhere.json', undefined],
    ['is no JSON', 'broken.json', '{'],
    ['has no entries', 'empty.json', []],
    ['has entries of another kind', 'other.json', [{ source: 'museum' }]],
    ['has a detail that is no JSON', 'detail.json', [{ Source: 'a', DetailType: 'b', Detail: 'c' }]],
  ])('that %s is refused by its name', (_, name, content) => {
    const entries = content === undefined ? join(folder, name) : file(name, content);
    expect(() => pathsOf(undefined, stacks, { entries })).toThrow(`"${entries}" is no file of PutEvents entries`);
  });

  it('without the text that is to tell instances apart is refused, and so is that text without a file', () => {
    const entries = file('loan.json', [entry('LoanRequested', { loan: { id: 'l-1' } })]);
    expect(() => pathsOf(undefined, stacks, { entries, key: 'l-2' })).toThrow(
      `No entry of "${entries}" has the text "l-2" in its Detail`,
    );
    expect(() => pathsOf(undefined, stacks, { key: 'l-2' })).toThrow('--key goes with --entries');
  });
});

describe('Without a file', () => {
  it('the sample of a project and what comes next are a path each; what belongs to no instance is put before', () => {
    file('stock.json', [entry('ShelfFilled', { shelf: 's-1' })]);
    file('asked.json', [entry('LoanRequested', { loan: { id: 'l-1' } })]);
    file('damaged.json', [entry('LoanRequested', { loan: { id: 'l-2', damaged: true } })]);
    file('choreography.json', {
      sample: {
        ...{ entries: ['stock.json', 'asked.json'], bus: 'museum', key: 'l-1' },
        next: { entries: 'damaged.json', key: 'l-2' },
      },
    });
    const { paths, bus } = pathsOf(folder, stacks, {});
    expect(bus).toBe('museum');
    expect(paths.map(({ name, key, given, entries }) => [name, key, given.length, entries.length])).toEqual([
      ['asked', 'l-1', 1, 1],
      ['damaged', 'l-2', 0, 1],
    ]);
  });

  it('and without a sample it is told what is needed', () => {
    expect(() => pathsOf(undefined, stacks, {})).toThrow('Nothing says what an instance begins with');
  });
});
