// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation and IAM.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTemplates } from '../../tools/template/read-templates.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'templates-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, text: string): string => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
  return join(folder, file);
};
const QUEUE = 'Resources:\n  Queue: { Type: AWS::SQS::Queue }\n';
const STACK = (url: string) =>
  `Resources:\n  Stack: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url} } }\n`;
/** Ten times ten times ten …: a few lines that stand for more values than a computer holds. */
const laughs = Array.from(
  { length: 12 },
  (_, index) => `L${index}: &l${index} [${Array(10).fill(index === 0 ? 'ha' : `*l${index - 1}`)}]\n`,
).join('');

describe('Bad input is answered by one sentence:', () => {
  it.each([
    [
      'broken.yaml',
      'Resources:\n  A:\n    Type: [x\n  B: {}\n',
      /broken\.yaml cannot be read as YAML, at line 4, column 3: /,
    ],
    [
      'tab.yaml',
      'Resources:\n\tA: {}\n',
      /tab\.yaml cannot be read as YAML, at line 2, column 1: Tabs are not allowed/,
    ],
    ['twice.yaml', 'Resources:\n  A: {Type: x}\n  A: {Type: x}\n', /at line 3, column 3: Map keys must be unique\.$/],
    [
      'broken.json',
      '{ "Resources": {\n  "A": { "Type": "x", }\n}}',
      /broken\.json cannot be read as JSON, at line 2, column 23: /,
    ],
    ['cut.json', '{ "Resources": {\n', /cut\.json cannot be read as JSON, at line 2, column 1: /],
    ['list.yaml', '- a\n', /list\.yaml is no CloudFormation template: it has no Resources\.$/],
    ['empty.yaml', '', /empty\.yaml is no CloudFormation template: it has no Resources\.$/],
    [
      'untyped.yaml',
      'Resources:\n  A: {}\n',
      /untyped\.yaml is no CloudFormation template: its resource A has no Type\.$/,
    ],
    [
      'macro.yaml',
      `Transform: [Own::Macro]\n${QUEUE}`,
      /macro\.yaml asks for the transform Own::Macro, which these tools do not know/,
    ],
    [
      'circle.yaml',
      'Resources:\n  A: {Type: x, Properties: {P: !GetAtt B.Arn}}\n  B: {Type: x, Properties: {P: !Sub "${A}-${!A}"}}\n',
      /circle\.yaml: these resources refer to each other in a circle: A → B → A\.$/,
    ],
    [
      'conditions.yaml',
      `Conditions:\n  A: !Not [{ Condition: B }]\n  B: !And [{ Condition: A }, !Equals [a, b]]\n${QUEUE}`,
      /conditions\.yaml: these conditions refer to each other in a circle: A → B → A\.$/,
    ],
    [
      'several.yaml',
      `${QUEUE}---\n${QUEUE}`,
      /at line 3, column 1: There are several documents in it, and a template is one\.$/,
    ],
    ['nowhere.yaml', `${QUEUE}Metadata: *gone\n`, /nothing that ends before \*gone has the anchor &gone\.$/],
    ['itself.yaml', `${QUEUE}Metadata: &me [*me]\n`, /nothing that ends before \*me has the anchor &me\.$/],
    ['laughs.yaml', `${laughs}${QUEUE}`, /its aliases stand for more than any template has\.$/],
    [
      'deep.json',
      `{ "Resources": { "A": { "Type": "x", "Properties": { "P": ${'['.repeat(9999)}${']'.repeat(9999)} } } } }`,
      /deep\.json: the properties of A are nested more than 500 deep/,
    ],
    ['nothing.yaml', `Transform: [null]\n${QUEUE}`, /nothing\.yaml asks for the transform undefined/],
    [
      'nested.yaml',
      STACK('nested.yaml'),
      /these nested stacks make each other in a circle: nested\.yaml → nested\.yaml\.$/,
    ],
  ])('%s', (file, text, sentence) => {
    const path = write(file, text);
    expect(() => readTemplates([path])).toThrow(sentence);
  });

  it('nested stacks that make each other', () => {
    write('a.yaml', STACK('b.yaml'));
    write('b.yaml', STACK('a.yaml'));
    expect(() => readTemplates([folder])).toThrow(/in a circle: a\.yaml → b\.yaml → a\.yaml\.$/);
  });

  it('an assembly whose template is a folder', () => {
    write('A.template.json/x', '');
    const artifacts = { A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'A.template.json' } } };
    write('manifest.json', JSON.stringify({ version: '36.0.0', artifacts }));
    expect(() => readTemplates([folder])).toThrow(/A\.template\.json cannot be read: it is a folder\.$/);
  });

  it('a path that leads nowhere, and a folder without a template', () => {
    expect(() => readTemplates([join(folder, 'nowhere')])).toThrow(/^There is no file or folder .*nowhere\.$/);
    expect(() => readTemplates([folder])).toThrow(/^There is no template in /);
  });

  it('and the other templates are read all the same, when each error is taken', () => {
    write('a.yaml', QUEUE);
    write('b.yaml', 'Resources: [');
    write('c.json', '{ "Resources": { "Queue": { "Type": "AWS::SQS::Queue" } } }');
    const problems: string[] = [];
    const stacks = readTemplates([folder, join(folder, 'nowhere')], ({ message }) => problems.push(message));
    expect(stacks.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(problems).toEqual([
      expect.stringMatching(/b\.yaml cannot be read as YAML/),
      expect.stringMatching(/nowhere\.$/),
    ]);
  });
});

describe('Templates', () => {
  it('are read with a byte order mark, and beside links that lead nowhere, into a circle or to what is no file', () => {
    write('bom.json', '\uFEFF{ "Resources": {} }');
    write('bom.yaml', `\uFEFF${QUEUE}`);
    write('folder.yaml/readme.md', '');
    symlinkSync('nowhere.yaml', join(folder, 'gone.yaml'));
    symlinkSync('.', join(folder, 'round'));
    symlinkSync('self.yaml', join(folder, 'self.yaml'));
    expect(readTemplates([folder]).map(({ name }) => name)).toEqual(['bom', 'bom-2']);
  });

  it('go by the name of their file, or of its folder, and two of one name by a number', () => {
    write('orders/template.yaml', QUEUE);
    write('stock/template.yml', QUEUE);
    write('a/billing.template.json', '{ "Resources": {} }');
    write('b/billing.yaml', QUEUE);
    write('package.json', '{ "name": "none" }');
    write('node_modules/x/template.yaml', QUEUE);
    expect(readTemplates([folder]).map(({ name }) => name)).toEqual(['billing', 'billing-2', 'orders', 'stock']);
  });

  it('in YAML are read with the short forms of intrinsic functions, aliases, and accounts that begin with 0', () => {
    const file = write(
      'short.yaml',
      [
        'Resources:',
        '  Queue: &queue',
        '    Type: AWS::SQS::Queue',
        '    Properties:',
        '      Arn: !GetAtt Nested.Outputs.Arn',
        '      Name: !Join ["-", [!Ref A, !Sub "${B}"]]',
        '      Account: 012345678901',
        '      Size: 12',
        '  Other:',
        '    <<: *queue',
        '    Type: AWS::SQS::Other',
      ].join('\n'),
    );
    const [stack] = readTemplates([file]);
    const Properties = {
      Arn: { 'Fn::GetAtt': ['Nested', 'Outputs.Arn'] },
      Name: { 'Fn::Join': ['-', [{ Ref: 'A' }, { 'Fn::Sub': '${B}' }]] },
      Account: '012345678901',
      Size: 12,
    };
    expect(stack?.template.Resources).toEqual({
      Queue: { Type: 'AWS::SQS::Queue', Properties },
      Other: { Type: 'AWS::SQS::Other', Properties },
    });
  });

  it('that another one makes nested stacks of are no stacks by themselves', () => {
    write(
      'parent.yaml',
      'Resources:\n  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: child.yaml } }\n',
    );
    write('child.yaml', QUEUE);
    expect(readTemplates([folder]).map(({ name }) => name)).toEqual(['parent', 'parent-Child']);
  });

  it('of SAM have their code beside them', () => {
    const file = write(
      'app/template.yaml',
      'Transform: AWS::Serverless-2016-10-31\nResources:\n  F: { Type: AWS::Serverless::Function, Properties: { CodeUri: src/f, Runtime: nodejs24.x, Handler: f.main } }\n',
    );
    const [stack] = readTemplates([file]);
    expect(stack?.assets.get('src/f')).toBe(join(folder, 'app/src/f'));
  });
});
