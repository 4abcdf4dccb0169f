import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findAll } from '#check/find-all.ts';
import type { Graph } from '#graph/graph.ts';
import { graphOf } from '#graph/graph-of.ts';
import { readTemplates } from '#template/read-templates.ts';
import { terraformStacks } from '#template/terraform/terraform-stacks.ts';

const depot = 'packages/choreography/test/template/terraform/depot';
const graphOfFile = (name: string): Graph => graphOf(readTemplates([join(depot, name)]));
const edgesOf = ({ edges }: Graph): string[] =>
  edges.map(({ from, event, to }) => `${from.replace(/^.*\//, '')}: ${event} → ${to.replace(/^.*\//, '')}`).sort();
const refusal = (name: string, content: string) => () => {
  const file = join(mkdtempSync(join(tmpdir(), 'terraform-')), name);
  writeFileSync(file, content);
  readTemplates([file]);
};

describe('A Terraform plan', () => {
  const graph = graphOfFile('plan.json');

  it('tells what rules bring to targets whose ARNs are not known yet, by count and for_each too', () => {
    expect(graph.consumers.map(({ rule, target }) => `${rule} → ${target.kind} ${target.id}`)).toEqual([
      'aws_cloudwatch_event_rule.abroad → bus aws_cloudwatch_event_bus.abroad',
      'aws_cloudwatch_event_rule.arrived → sqs aws_sqs_queue.sort',
      'aws_cloudwatch_event_rule.news[0] → sns aws_sns_topic.news[0]',
      'aws_cloudwatch_event_rule.news[1] → sns aws_sns_topic.news[1]',
      'aws_cloudwatch_event_rule.nightly → lambda aws_lambda_function.depot',
      'module.job["label"].aws_cloudwatch_event_rule.hears → lambda module.job["label"].aws_lambda_function.this',
      'module.job["weigh"].aws_cloudwatch_event_rule.hears → lambda module.job["weigh"].aws_lambda_function.this',
    ]);
  });

  it('makes a participant of each module, and tells another region of it apart', () => {
    expect(graph.functions.map(({ participant }) => participant)).toEqual(['plan', 'job["label"]', 'job["weigh"]']);
    expect(graph.buses).toEqual([
      { name: 'parcels', template: 'plan', id: 'aws_cloudwatch_event_bus.parcels' },
      { name: 'abroad', template: 'plan eu-west-1', id: 'aws_cloudwatch_event_bus.abroad' },
    ]);
  });

  it('follows a bus into a module, where a policy document lets one event be put', () => {
    expect(graph.producers.find(({ id }) => id.startsWith('module.job["weigh"]'))).toMatchObject({
      bus: 'parcels',
      source: 'depot',
      detailType: 'Weighed',
      policy: { id: 'module.job["weigh"].aws_iam_role_policy.say' },
    });
  });

  it('reads permissions from permissions, policy documents and attached policies', () => {
    const permission = (rule: string) => graph.consumers.find((each) => each.rule === rule)?.permission;
    expect(permission('aws_cloudwatch_event_rule.arrived')).toEqual({
      state: 'granted',
      by: { template: 'plan', id: 'aws_sqs_queue_policy.sort' },
    });
    expect(permission('aws_cloudwatch_event_rule.nightly')?.by?.id).toBe('aws_lambda_permission.nightly');
    expect(permission('aws_cloudwatch_event_rule.abroad')).toMatchObject({ state: 'role' });
    expect(permission('aws_cloudwatch_event_rule.news[0]')).toEqual({ state: 'missing', by: null });
  });

  it('names what is known only when it is applied, takes it as allowed, and accuses nobody of it', () => {
    expect(graph.unresolved).toEqual([
      {
        template: 'plan global',
        id: 'aws_iam_role_policy.depot',
        reference: `\${aws_iam_role_policy.depot.policy}`,
        why: 'aws_iam_role_policy.depot.policy is known only when it is applied: read the state instead ("terraform show -json").',
      },
    ]);
    expect(edgesOf(graph)).toContain('aws_lambda_function.depot: depot Arrived → aws_sqs_queue.sort');
    expect(findAll(graph).filter(({ kind }) => ['says-anything', 'unmatched-rule'].includes(kind))).toEqual([]);
  });
});

describe('A Terraform state', () => {
  const graph = graphOfFile('state.json');

  it('tells all that the plan told, and what was not known then', () => {
    expect(graph.unresolved).toEqual([]);
    expect(edgesOf(graph)).toEqual([
      'aws_lambda_function.depot: depot Arrived → abroad',
      'aws_lambda_function.depot: depot Arrived → aws_sqs_queue.sort',
      'aws_lambda_function.depot: depot Arrived → module.job["weigh"].aws_lambda_function.this',
      'module.job["label"].aws_lambda_function.this: depot Labelled → abroad',
      'module.job["label"].aws_lambda_function.this: depot Labelled → aws_sns_topic.news[0]',
      'module.job["label"].aws_lambda_function.this: depot Labelled → aws_sns_topic.news[1]',
      'module.job["weigh"].aws_lambda_function.this: depot Weighed → abroad',
      'module.job["weigh"].aws_lambda_function.this: depot Weighed → module.job["label"].aws_lambda_function.this',
    ]);
  });

  it('gives targets, permissions and dead-letter queues as the plan does', () => {
    const plan = graphOfFile('plan.json');
    const facts = ({ consumers }: Graph) =>
      consumers.map(({ rule, bus, pattern, schedule, enabled, target, deadLetterQueue, permission }) => [
        ...[rule, bus, pattern, schedule, enabled, target.id, deadLetterQueue?.id, permission.state],
      ]);
    expect(facts(graph)).toEqual(facts(plan));
  });
});

describe('What else Terraform writes', () => {
  it('is answered with what to run instead', () => {
    expect(refusal('main.tf', 'resource "aws_sqs_queue" "a" {}')).toThrow(/run "terraform plan -out=saved.tfplan"/);
    expect(refusal('saved', 'PK\u0003\u0004')).toThrow(/terraform show -json saved.tfplan > plan.json/);
    expect(refusal('terraform.tfstate', '{"version":4,"terraform_version":"1.11.4","resources":[]}')).toThrow(
      /terraform show -json > state.json/,
    );
    expect(refusal('plan.json', '{"format_version":"2.0","terraform_version":"9.9.9"}')).toThrow(
      /format version "2.0", and these tools read 1.x/,
    );
  });
});

describe('References of a plan are followed', () => {
  const queue = (index: string) => ({
    address: `aws_sqs_queue.q["${index}"]`,
    mode: 'managed' as const,
    type: 'aws_sqs_queue',
    name: 'q',
    index,
    values: { name: `q-${index}` },
  });
  /** A mapping whose source is an expression, in a plan with queues by for_each. */
  const sourceOf = (expression: object, forEach?: object) => {
    const mapping = 'aws_lambda_event_source_mapping.m["a"]';
    const resource = { mode: 'managed' as const, type: 'aws_lambda_event_source_mapping', name: 'm' };
    const [stack] = terraformStacks('plan', {
      format_version: '1.2',
      planned_values: {
        root_module: { resources: [queue('a'), queue('b'), { ...resource, address: mapping, index: 'a', values: {} }] },
      },
      resource_changes: [{ address: mapping, change: { after: {}, after_unknown: { event_source_arn: true } } }],
      configuration: {
        root_module: {
          resources: [
            {
              ...resource,
              address: 'aws_lambda_event_source_mapping.m',
              expressions: { event_source_arn: expression },
              ...(forEach && { for_each_expression: forEach }),
            },
          ],
        },
      },
    });
    return stack?.template.Resources[mapping]?.Properties?.EventSourceArn;
  };

  it('by the key that is written, by the own key, and through each.value', () => {
    const [a, b] = ['a', 'b'].map((key) => ({ 'Fn::GetAtt': [`aws_sqs_queue.q["${key}"]`, 'Arn'] }));
    expect(sourceOf({ references: ['aws_sqs_queue.q["b"].arn', 'aws_sqs_queue.q["b"]', 'aws_sqs_queue.q'] })).toEqual(
      b,
    );
    expect(sourceOf({ references: ['aws_sqs_queue.q', 'each.key'] })).toEqual(a);
    expect(sourceOf({ references: ['each.value.arn', 'each.value'] }, { references: ['aws_sqs_queue.q'] })).toEqual(a);
  });

  it('unless a local value, which plans do not tell, stands between: that is named', () => {
    expect(sourceOf({ references: ['local.queue'] })).toEqual({
      'Fn::NotYetKnown': 'aws_lambda_event_source_mapping.m["a"].event_source_arn',
    });
  });
});

describe('A plan whose policy is text with an ARN in it that is not known yet', () => {
  const file = 'packages/choreography/test/template/terraform/sort/plan.json';
  const graph = graphOf(readTemplates([file]));

  it('has its route, its producer as wide as that text may be, and what is not told', () => {
    expect(edgesOf(graph)).toEqual(['aws_iam_role.sorter: depot Arrived → aws_sqs_queue.sort']);
    expect(graph.producers).toMatchObject([{ id: 'aws_iam_role.sorter', kind: 'role', bus: 'parcels', source: '*' }]);
    expect(graph.unresolved.map(({ id }) => id)).toEqual(['aws_iam_role_policy.put']);
  });

  it('has a queue that nothing lets EventBridge send to', () => {
    expect(findAll(graph).map(({ kind }) => kind)).toEqual([
      'missing-permission',
      'no-dead-letter-queue',
      'no-retry-policy',
    ]);
  });

  it('is not run', () => {
    expect(() => readTemplates([file], undefined, { toRun: true })).toThrow(
      `"${file}" is a plan or state of Terraform, which map, check and diff read; what runs here is made from CloudFormation or SAM templates.`,
    );
  });
});
