import { resolve } from 'node:path';
import { ALL_FAULTS } from '../../packages/choreography/src/simulation/faults/faults.ts';
import { runWorld } from '../../packages/choreography/src/simulation/run-world.ts';
import { shrink } from '../../packages/choreography/src/simulation/shrink.ts';
import { readTemplates } from '../../packages/choreography/src/template/read-templates.ts';
import simulation from '../../simulation.ts';
import { plant } from './plant.ts';
import { PLANTED_FAULTS } from './planted-faults.ts';

/**
 * Finds for each planted fault the first seed that violates what the fault says, tried seed by seed on all that are not found yet:
 * `tsx find-seeds.ts CDK_OUT [NAME_PATTERN] [FIRST] [LAST] [SHRINK_MS] [INSTANCES]`.
 */
const [folder = 'cdk.out', wanted = '', first = '1', last = '50', shrinkMs = '60000', instances = '20'] =
  process.argv.slice(2);
const stacks = readTemplates([folder]);
const world = {
  ...{ simulation, faults: ALL_FAULTS, instances: Number(instances), minutes: 5 },
  sourceMaps: resolve('build/source-maps'),
};
let sought = PLANTED_FAULTS.filter(({ name }) => new RegExp(wanted).test(name));
for (let seed = Number(first); seed <= Number(last) && sought.length > 0; seed++) {
  for (const fault of sought) {
    const planted = { ...world, seed, stacks: await plant(fault, stacks) };
    const result = await runWorld(planted);
    if (result.violations.length === 0) continue;
    const told = result.violations.map(({ invariant, what }) => `${invariant}: ${what}`).join('; ');
    const isMeant = result.violations.every(({ invariant }) => fault.violates.test(invariant));
    const sound = await runWorld({ ...world, seed, stacks });
    if (sound.violations.length > 0) console.log(`seed ${seed} violates something without any: ${told}`);
    if (sound.violations.length > 0) break;
    sought = sought.filter((each) => each !== fault);
    const since = Date.now();
    const { stimuli, faults, result: least } = await shrink(planted, result, Number(shrinkMs));
    const seconds = Math.round((Date.now() - since) / 1000);
    console.log(
      `${fault.name}: seed ${seed}, ${stimuli.length} stimuli, ${faults.length} faults, ${least.events} events in ${seconds} s${isMeant ? '' : ', NOT AS MEANT'}: ${told}`,
    );
  }
}
for (const { name } of sought) console.log(`${name}: none of seeds ${first} to ${last}`);
