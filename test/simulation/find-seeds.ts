import { resolve } from 'node:path';
import { ALL_FAULTS } from '../../packages/choreography/src/simulation/faults/faults.ts';
import { runWorld } from '../../packages/choreography/src/simulation/run-world.ts';
import { shrink } from '../../packages/choreography/src/simulation/shrink.ts';
import { readTemplates } from '../../packages/choreography/src/template/read-templates.ts';
import simulation from '../../simulation.ts';
import { plant } from './plant.ts';
import { PLANTED_FAULTS } from './planted-faults.ts';

/** Finds for each planted fault the first seed that violates something: `tsx find-seeds.ts CDK_OUT [NAME_PATTERN] [FIRST] [LAST] [SHRINK_MS] [INSTANCES]`. */
const [folder = 'cdk.out', wanted = '', first = '1', last = '50', shrinkMs = '60000', instances = '8'] =
  process.argv.slice(2);
const stacks = readTemplates([folder]);
for (const fault of PLANTED_FAULTS.filter(({ name }) => new RegExp(wanted).test(name))) {
  const planted = {
    simulation,
    instances: Number(instances),
    faults: ALL_FAULTS,
    minutes: 5,
    stacks: await plant(fault, stacks),
    sourceMaps: resolve('build/source-maps'),
  };
  let told = `none of seeds ${first} to ${last}`;
  for (let seed = Number(first); seed <= Number(last); seed++) {
    const result = await runWorld({ ...planted, seed });
    const [violation] = result.violations;
    if (!violation) continue;
    const since = Date.now();
    const { stimuli, faults, result: least } = await shrink({ ...planted, seed }, result, Number(shrinkMs));
    told = `seed ${seed}, ${stimuli.length} stimuli, ${faults.length} faults, ${least.events} events in ${Math.round((Date.now() - since) / 1000)} s: ${violation.invariant}: ${violation.what}`;
    break;
  }
  console.log(`${fault.name}: ${told}`);
}
