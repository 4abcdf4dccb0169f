import { defineMonitor, defineProcess, type Process } from 'choreography';
import { asked, taken, told } from '../../events.ts';

const processes = asked.map((starts, i) =>
  defineProcess(`wish-${i}`, {
    instance: { one: 'wish', many: 'wishes' },
    starts,
    steps: { taken: { done: [taken[i] as (typeof taken)[number]], within: '1 hour' } },
  }),
);

export const monitor = defineMonitor(processes as [Process<'taken'>, ...Process<'taken'>[]], {
  contracts: told,
  reveals: true,
});
