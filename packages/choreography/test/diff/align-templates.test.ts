import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { alignTemplates } from '#diff/align-templates.ts';
import { differenceOf } from '#diff/difference-of.ts';
import { graphOf } from '#graph/graph-of.ts';
import { readTemplates } from '#template/read-templates.ts';

const folder = mkdtempSync(join(tmpdir(), 'align-'));
afterAll(() => rmSync(folder, { recursive: true }));

const template = (name: string, ...ids: string[]) => ({
  name,
  template: { Resources: Object.fromEntries(ids.map((id) => [id, { Type: 'AWS::SQS::Queue' }])) },
});
const aligned = (...args: Parameters<typeof alignTemplates>) => alignTemplates(...args).map(({ name }) => name);

describe('the templates of two versions', () => {
  it('are one by their name, whatever is in them', () => {
    expect(aligned([template('a', 'X')], [template('a', 'Y'), template('b', 'X')])).toEqual(['a']);
  });

  it('are one by what they have in common where names differ, the likest first', () => {
    const old = [template('old-1', 'A', 'B', 'C'), template('old-2', 'A', 'B', 'D', 'E')];
    const now = [template('new-2', 'A', 'B', 'D', 'E', 'F'), template('new-1', 'A', 'B', 'C')];
    expect(aligned(old, now)).toEqual(['new-1', 'new-2']);
  });

  it('stay strangers that have little in common', () => {
    expect(aligned([template('old', 'A', 'B', 'C')], [template('new', 'C', 'D', 'E')])).toEqual(['old']);
  });

  it('take their nested stacks with them', () => {
    const nested = { ...template('old/Inner', 'Z'), nestedIn: { template: 'old', id: 'Inner' } };
    const [, inner] = alignTemplates([template('old', 'A'), nested], [template('new', 'A')]);
    expect(inner?.nestedIn).toEqual({ template: 'new', id: 'Inner' });
  });

  it('tell of one moved route of a SAM project in two folders one move', () => {
    cpSync(join(import.meta.dirname, '../local/foreign/chain'), join(folder, 'before'), { recursive: true });
    mkdirSync(join(folder, 'after'));
    const old = readFileSync(join(folder, 'before', 'template.yaml'), 'utf8');
    writeFileSync(join(folder, 'after', 'template.yaml'), old.replace('[OrderPlaced]', '[OrderPaid]'));
    const [before, now] = ['before', 'after'].map((name) => readTemplates([join(folder, name)]));
    const { jobs, routes } = differenceOf(graphOf(alignTemplates(before ?? [], now ?? [])), graphOf(now ?? []));
    expect(jobs).toMatchObject({ added: [], removed: [], moved: [{ job: 'after/Screen' }] });
    expect(routes).toEqual({ added: [], removed: [] });
  });
});
