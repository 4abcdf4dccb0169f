import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { synthesized } from '#testing/synthesized.ts';

const project = realpathSync(mkdtempSync(join(tmpdir(), 'synthesized-')));
afterAll(() => rmSync(project, { recursive: true }));

/** A synth that notes that it ran, and writes what a file of the project says. */
const APP = `const fs = require('node:fs');
fs.appendFileSync('node_modules/runs', 'x');
const word = fs.readFileSync('source.txt', 'utf8');
if (word === 'wrong') { console.error('no such word'); process.exit(1); }
fs.writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', word);
fs.writeFileSync(process.env.CDK_OUTDIR + '/context.json', process.env.CDK_CONTEXT_JSON ?? '');`;

const say = (word: string) => writeFileSync(join(project, 'source.txt'), word);
const runs = () => readFileSync(join(project, 'node_modules/runs'), 'utf8').length;
const manifest = async () => readFileSync(join(await synthesized(project), 'manifest.json'), 'utf8');

beforeEach(() => {
  rmSync(join(project, 'node_modules'), { recursive: true, force: true });
  mkdirSync(join(project, 'node_modules'));
  writeFileSync(join(project, 'cdk.json'), JSON.stringify({ app: 'node app.js' }));
  writeFileSync(join(project, 'app.js'), APP);
  say('first');
});

describe('A project that is run for tests', () => {
  it('is synthesized once for each content of its files', async () => {
    expect(await manifest()).toBe('first');
    expect(await manifest()).toBe('first');
    say('second');
    expect(await manifest()).toBe('second');
    say('first');
    expect(await manifest()).toBe('first');
    expect(runs()).toBe(2);
  });

  it('is the same for workers that ask at once', async () => {
    const folders = await Promise.all([1, 2, 3].map(() => synthesized(project)));
    expect(new Set(folders).size).toBe(1);
    expect(await manifest()).toBe('first');
  });

  it('that cannot be synthesized says why, and leaves nothing', async () => {
    say('wrong');
    await expect(synthesized(project)).rejects.toThrow('no such word');
    const [cache = ''] = readdirSync(join(project, 'node_modules/.cache/choreography'));
    expect(readdirSync(join(project, 'node_modules/.cache/choreography', cache))).toEqual([]);
  });

  it('is synthesized for each context', async () => {
    const [here, staging] = [await synthesized(project), await synthesized(project, { stage: 'staging' })];
    expect(staging).not.toBe(here);
    expect(readFileSync(join(staging, 'context.json'), 'utf8')).toBe('{"stage":"staging"}');
    expect(await synthesized(project, { stage: undefined })).toBe(here);
    expect(await synthesized(project, { stage: 'staging' })).toBe(staging);
    expect(runs()).toBe(2);
  });

  it('keeps the last eight versions', async () => {
    for (const word of 'abcdefghi') {
      say(word);
      await manifest();
    }
    const [cache = ''] = readdirSync(join(project, 'node_modules/.cache/choreography'));
    expect(readdirSync(join(project, 'node_modules/.cache/choreography', cache))).toHaveLength(8);
  });
});
