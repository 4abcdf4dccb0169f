import { expect, it } from 'vitest';
import { driftOf } from '#diff/drift.ts';
import { graphOf } from '#graph/graph-of.ts';
import { readTemplates } from '#template/read-templates.ts';

const depot = 'packages/choreography/test/template/terraform/depot';
const plan = graphOf(readTemplates([`${depot}/plan.json`]));
const grants = (all: readonly string[]) => all.filter((what) => what.startsWith('grant of '));

it('What a Terraform plan does not know yet is no drift, whatever runs; what it knows is', () => {
  const id = 'aws_lambda_function.depot';
  expect(plan.producers.some((each) => each.id === id && each.source === '*')).toBe(true);
  const narrow = plan.producers.map((each) => (each.id === id ? { ...each, source: 'depot' } : each));
  expect(grants(driftOf(plan, { ...plan, producers: narrow }).unknown)).toEqual([]);
  expect(grants(driftOf(plan, { ...plan, producers: [] }).missing)).toEqual([
    'grant of job["label"]/module.job["label"].aws_lambda_function.this to put depot Labelled on parcels',
    'grant of job["weigh"]/module.job["weigh"].aws_lambda_function.this to put depot Weighed on parcels',
  ]);
});
