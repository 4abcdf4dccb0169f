import { expect, it } from 'vitest';
import { DEVIATIONS } from './deviations/all.ts';
import { differencesPage } from './differences-page.ts';
import { STORIES } from './stories/all.ts';

it('keeps docs/differences.md current (npm run test:differential -- --update writes it)', async () => {
  await expect(differencesPage()).toMatchFileSnapshot('../../../../docs/differences.md');
});

it('gives every story a name of its own and a source', () => {
  const names = STORIES.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  const unfounded = STORIES.filter(({ reference: { page, url, seen } }) => (page ? !url : !seen));
  expect(unfounded.map(({ name }) => name)).toEqual([]);
});

it('lists deviations of stories that there are, each with its explanation', () => {
  const names = new Set(STORIES.map(({ name }) => name));
  expect(Object.keys(DEVIATIONS).filter((name) => !names.has(name))).toEqual([]);
  const unexplained = Object.entries(DEVIATIONS).filter(([, engines]) =>
    Object.values(engines).some(({ because }) => !/^[A-Z].*[^.]\.$/.test(because)),
  );
  expect(unexplained.map(([name]) => name)).toEqual([]);
});
