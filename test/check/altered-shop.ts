import { judge } from '../../packages/choreography/src/check/allow.ts';
import { findAll } from '../../packages/choreography/src/check/find-all.ts';
import type { Finding } from '../../packages/choreography/src/check/finding.ts';
import { readSettings } from '../../packages/choreography/src/cli/project/settings.ts';
import { AlteredChoreography } from '../../packages/choreography/test/check/altered-choreography.ts';
import { synthesized } from '../infra/synthesized.ts';

const asSynthesized = (await synthesized()).map(({ name, text }) => ({ name, template: JSON.parse(text) }));

/** The shop's templates, open to change. */
export class AlteredShop extends AlteredChoreography {
  constructor() {
    super(asSynthesized, 'Choreography');
  }
}

/** What `check` finds in the shop after a fault was made in it, beyond what choreography.json allows. */
export function findingsAfter(fault: (shop: AlteredShop) => void): readonly Finding[] {
  const shop = new AlteredShop();
  fault(shop);
  return judge(findAll(shop.graph()), readSettings().allow).findings;
}
