// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation and IAM.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTemplates } from '#template/read-templates.ts';

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
      /macro\.yaml asks for the transform "Own::Macro", which these tools do not know: .* by --ignore-transform Own::Macro\.$/,
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
    ['laughs.yaml', `${laughs}${QUEUE}`, /its aliases expand to more values than any template has\.$/],
    [
      'deep.json',
      `{ "Resources": { "A": { "Type": "x", "Properties": { "P": ${'['.repeat(9999)}${']'.repeat(9999)} } } } }`,
      /deep\.json: the properties of A are nested more than 500 deep/,
    ],
    ['nothing.yaml', `Transform: [null]\n${QUEUE}`, /nothing\.yaml asks for the transform "undefined"/],
    [
      'sam.yaml',
      'Resources:\n  F: {Type: AWS::Serverless::Function}\n',
      /sam\.yaml has resources of SAM \(F is of the type AWS::Serverless::Function\), .*: it needs "Transform: AWS::Serverless-2016-10-31"\.$/,
    ],
    [
      'gone.yaml',
      `Transform: { Name: AWS::Include, Parameters: { Location: gone/rules.yaml } }\n${QUEUE}`,
      /gone\.yaml includes "gone\/rules\.yaml", which is no file on this machine/,
    ],
    [
      'bucket.yaml',
      `${QUEUE}  Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/rules.yaml } }\n`,
      /bucket\.yaml includes "s3:\/\/b\/rules\.yaml", which is no file on this machine/,
    ],
    [
      'loop.yaml',
      'Resources:\n  Fn::ForEach::Each: [X, [a], {"${X}": {Type: x}}]\n',
      /loop\.yaml: Fn::ForEach::Each repeats resources, .* it needs "Transform: AWS::LanguageExtensions"\.$/,
    ],
    [
      'over.yaml',
      'Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Each: [X, !Ref Gone, {"${X}": {Type: x}}]\n',
      /over\.yaml: Fn::ForEach::Each repeats over \{"Ref":"Gone"\}, which is no list and no parameter with a default\.$/,
    ],
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
    expect(() => readTemplates([join(folder, 'nowhere')])).toThrow(/^There is no file or folder ".*nowhere"\.$/);
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
      expect.stringMatching(/nowhere"\.$/),
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

  it('of which a key is written twice have the last, and a warning says where', () => {
    const file = write('twice.yaml', `${QUEUE}Metadata:\n  A: 1\n  B: 2\n  A: 3\n`);
    const warnings: string[] = [];
    const [stack] = readTemplates([file], undefined, { onWarning: (sentence) => warnings.push(sentence) });
    expect(stack?.template).toMatchObject({ Metadata: { A: 3, B: 2 } });
    expect(warnings).toEqual([`${file}: the key "A" is written twice, at line 4 and at line 6: the last one counts.`]);
  });

  it('that ask for a macro are read without it, when that is ignored, and when its error is taken', () => {
    const file = write('macro.yaml', `Transform: [Own::Macro]\n${QUEUE}`);
    expect(readTemplates([file], undefined, { ignoreTransforms: ['Own::Macro'] })).toHaveLength(1);
    const problems: string[] = [];
    expect(readTemplates([file], ({ message }) => problems.push(message))).toHaveLength(1);
    expect(problems).toEqual([expect.stringContaining('asks for the transform "Own::Macro"')]);
  });

  it('have what they include: at the top, beside resources, and within properties', () => {
    write('parts/rules.yaml', 'Rule: { Type: AWS::Events::Rule, Properties: { EventBusName: !Ref Bus } }\n');
    write('parts/pattern.json', '{ "source": ["depot"] }');
    write('parts/parameters.yaml', 'Parameters: { Bus: { Type: String, Default: shop } }\n');
    const include = (part: string) => `{ Name: AWS::Include, Parameters: { Location: parts/${part} } }`;
    const file = write(
      'whole.yaml',
      [
        `Transform: ${include('parameters.yaml')}`,
        QUEUE,
        `  Fn::Transform: ${include('rules.yaml')}`,
        `  Other: { Type: AWS::Events::Rule, Properties: { EventPattern: { Fn::Transform: ${include('pattern.json')} } } }`,
      ].join('\n'),
    );
    const [stack] = readTemplates([file]);
    expect(stack?.template.Parameters).toEqual({ Bus: { Type: 'String', Default: 'shop' } });
    expect(stack?.template.Resources).toEqual({
      Queue: { Type: 'AWS::SQS::Queue' },
      Rule: { Type: 'AWS::Events::Rule', Properties: { EventBusName: { Ref: 'Bus' } } },
      Other: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['depot'] } } },
    });
  });

  it('have their loops written out: over lists and parameters, within each other, of resources and of properties', () => {
    const file = write(
      'loops.yaml',
      [
        'Transform: AWS::LanguageExtensions',
        'Parameters: { Stages: { Type: CommaDelimitedList, Default: "dev, prod" } }',
        'Resources:',
        '  Fn::ForEach::Stages:',
        '    - Stage',
        '    - !Ref Stages',
        '    - Fn::ForEach::Queues:',
        '        - Name',
        '        - [a.b, c]',
        '        - Queue${Stage}&{Name}:',
        '            Type: AWS::SQS::Queue',
        '            Properties:',
        '              QueueName: !Sub "${Stage}-${Name}-${AWS::Region}"',
        '              Fn::ForEach::Properties: [P, [DelaySeconds], { "${P}": !Ref Name }]',
      ].join('\n'),
    );
    const [stack] = readTemplates([file]);
    const queue = (stage: string, name: string) => ({
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: { 'Fn::Sub': `${stage}-${name}-\${AWS::Region}` }, DelaySeconds: name },
    });
    expect(stack?.template.Resources).toEqual({
      Queuedevab: queue('dev', 'a.b'),
      Queuedevc: queue('dev', 'c'),
      Queueprodab: queue('prod', 'a.b'),
      Queueprodc: queue('prod', 'c'),
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

  it('of a project in the folder are those that "sam build" or "cdk synth" wrote, not their sources', () => {
    write('depot/template.yaml', QUEUE);
    write('depot/.aws-sam/build/template.yaml', QUEUE.replace('Queue:', 'Built:'));
    write('post/other.yaml', QUEUE);
    write('post/cdk.out/post.template.json', '{"Resources":{"Post":{"Type":"AWS::SQS::Queue"}}}');
    write(
      'post/cdk.out/manifest.json',
      '{"version":"36.0.0","artifacts":{"post":{"type":"aws:cloudformation:stack","properties":{"templateFile":"post.template.json"}}}}',
    );
    write('page/manifest.json', '{"name":"a page"}');
    write('page/template.yaml', QUEUE);
    expect(readTemplates([folder]).map(({ name, template }) => [name, ...Object.keys(template.Resources)])).toEqual([
      ['depot', 'Built'],
      ['page', 'Queue'],
      ['post', 'Post'],
    ]);
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
