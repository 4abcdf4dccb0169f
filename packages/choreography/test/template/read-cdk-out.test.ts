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

  it('of the first version of the CDK has its assets where its parameters lead', () => {
    const key = { Ref: 'KeyOfX' };
    const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': ['||', key] }] });
    const data = {
      ...{ path: 'asset.x', id: 'x', packaging: 'zip', sourceHash: 'x' },
      ...{ s3BucketParameter: 'BucketOfX', s3KeyParameter: 'KeyOfX', artifactHashParameter: 'HashOfX' },
    };
    manifest({
      A: {
        type: 'aws:cloudformation:stack',
        properties: { templateFile: 'A.template.json' },
        metadata: { '/A': [{ type: 'aws:cdk:asset', data }], '/A/F': [{ type: 'aws:cdk:logicalId', data: 'F' }] },
      },
    });
    const Code = { S3Bucket: { Ref: 'BucketOfX' }, S3Key: { 'Fn::Join': ['', [part(0), part(1)]] } };
    write('A.template.json', {
      Parameters: { BucketOfX: { Type: 'String' }, KeyOfX: { Type: 'String' }, Own: { Type: 'String' } },
      Resources: { F: { Type: 'AWS::Lambda::Function', Properties: { Code } } },
    });
    const [stack] = readCdkOut(folder);
    expect(stack?.template.Parameters).toEqual({
      BucketOfX: { Type: 'String', Default: 'assets' },
      KeyOfX: { Type: 'String', Default: 'assets/||x.zip' },
      Own: { Type: 'String' },
    });
    expect(stack?.assets.get('assets/x.zip')).toBe(join(folder, 'asset.x'));
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
