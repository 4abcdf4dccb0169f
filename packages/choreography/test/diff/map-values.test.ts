import { expect, it } from 'vitest';
import { findAll } from '#check/find-all.ts';
import { differenceOf } from '#diff/difference-of.ts';
import { graphOf } from '#graph/graph-of.ts';
import { readTemplates } from '#template/read-templates.ts';

const graph = (version: string) =>
  graphOf(readTemplates([`packages/choreography/test/diff/fixtures/map-values/${version}.yaml`]));

it('A map whose values become texts breaks the job that takes numbers, and the check finds it', () => {
  const { contracts, breaking } = differenceOf(graph('old'), graph('new'));
  expect(contracts).toMatchObject([
    { change: 'breaking', places: [{ path: 'data.levels.*', why: 'may be string, but must be integer' }] },
  ]);
  expect(breaking).toEqual([
    'shop.stock LevelsCounted breaks buying/reorder in new: levels.* may be string, but must be integer.',
  ]);
  expect(findAll(graph('new')).map(({ name }) => name)).toContain(
    'contract-misfit shop.stock LevelsCounted to buying/reorder',
  );
});
