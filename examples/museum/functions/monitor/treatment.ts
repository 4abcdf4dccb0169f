import { defineProcess } from 'choreography';
import { WorkFoundDamaged } from '../../events/work-found-damaged.ts';
import { WorkTreated } from '../../events/work-treated.ts';

/** What should happen to every damaged work. */
export const treatment = defineProcess('treatment', {
  starts: WorkFoundDamaged,
  instance: { one: 'treatment', many: 'treatments' },
  steps: {
    treated: { done: [WorkTreated], within: '20 days' },
  },
});
