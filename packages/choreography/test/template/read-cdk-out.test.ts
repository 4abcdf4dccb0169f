import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCdkOut } from '#template/read-cdk-out.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assembly-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, content: unknown) =>
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
const manifest = (artifacts: object, version = '48.0.0') => write('manifest.json', { version, artifacts });

describe('a CDK assembly', () => {
  it('gives its stacks with their assets', () => {
    manifest({
      A: {
        type: 'aws:cloudformation:stack',
        properties: { templateFile: 'A.template.json' },
        dependencies: ['A.assets'],
      },
      'A.assets': { type: 'cdk:asset-manifest', properties: { file: 'A.assets.json' } },
    });
    write('A.template.json', { Resources: {} });
    write('A.assets.json', {
      files: { x: { source: { path: 'asset.x' }, destinations: { here: { objectKey: 'x.zip' } } } },
    });
    const [stack] = readCdkOut(folder);
    expect(stack).toMatchObject({ name: 'A', template: { Resources: {} } });
    expect(stack?.assets.get('x.zip')).toBe(join(folder, 'asset.x'));
  });

  it('is asked for when it is missing', () => {
    expect(() => readCdkOut(folder)).toThrow(/^There is no CDK assembly in .*synthesize first/);
  });

  it('is refused when its schema is not known', () => {
    manifest({ A: { type: 'aws:cloudformation:stack' } }, 'tomorrow');
    expect(() => readCdkOut(folder)).toThrow('(version tomorrow): synthesize again.');
  });

  it('is refused when it has no stack', () => {
    manifest({ report: { type: 'cdk:feature-flag-report' } });
    expect(() => readCdkOut(folder)).toThrow('has no stack');
  });

  it('is refused with the file when a template is broken', () => {
    manifest({ A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'A.template.json' } } });
    write('A.template.json', '{ "Resources": ');
    expect(() => readCdkOut(folder)).toThrow(/A\.template\.json cannot be read as JSON/);
  });
});
