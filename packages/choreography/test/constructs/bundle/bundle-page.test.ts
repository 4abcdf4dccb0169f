import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundlePage } from '#constructs/bundle/bundle-page.ts';

const out = mkdtempSync(join(tmpdir(), 'choreography-page-'));
afterAll(() => rmSync(out, { recursive: true }));
const page = join(out, 'monitor/page/page.html');
const record = join(out, 'monitor/page.page.inputs.json');

beforeAll(() => bundlePage('monitor/page', out));

describe('The page of a job', () => {
  test('is at most 450 KB', () => {
    expect(statSync(page).size).toBeLessThanOrEqual(450_000);
  });

  test('is one file that asks nobody for anything', () => {
    const html = readFileSync(page, 'utf8');
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="module">']);
    expect(html.match(/<(link|img|iframe|base)\b[^>]*(href|src)="(?!data:)[^>]*>/g)).toBeNull();
    expect(html.match(/@import|url\((?!"?data:|#)[^)]*\)/g)).toBeNull();
  });

  test('is made from sources that are all on its record', () => {
    const { inputs } = JSON.parse(readFileSync(record, 'utf8'));
    expect(Object.keys(inputs)).toEqual(
      expect.arrayContaining([
        'packages/choreography/src/monitor/page/index.html',
        'packages/choreography/src/monitor/page/main.tsx',
        'packages/choreography/src/monitor/page/main.css',
      ]),
    );
  });

  test('is left alone when none of its files changed, and made again when one did', () => {
    const made = new Date(0);
    utimesSync(page, made, made);
    bundlePage('monitor/page', out);
    expect(statSync(page).mtime).toEqual(made);
    const before = JSON.parse(readFileSync(record, 'utf8'));
    writeFileSync(
      record,
      JSON.stringify({
        ...before,
        inputs: { ...before.inputs, 'packages/choreography/src/monitor/page/index.html': '1 1' },
      }),
    );
    bundlePage('monitor/page', out);
    expect(statSync(page).mtime).not.toEqual(made);
  });

  test('is not made for a job that serves none', () => {
    bundlePage('monitor/record', out);
    expect(() => statSync(join(out, 'monitor/record'))).toThrow('ENOENT');
  });
});
