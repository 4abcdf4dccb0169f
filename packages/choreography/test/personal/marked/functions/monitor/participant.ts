import { defineMonitor, defineProcess } from 'choreography';
import { asked, taken, told } from '../../events.ts';

const process = (i: number) =>
  defineProcess(`wish-${i}`, {
    instance: { one: 'wish', many: 'wishes' },
    starts: asked[i] as (typeof asked)[number],
    steps: { taken: { done: [taken[i] as (typeof taken)[number]], within: '1 hour' } },
  });

export const monitor = defineMonitor([process(0), process(1), process(2)], { contracts: told });
