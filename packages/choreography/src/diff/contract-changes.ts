import { isDeepStrictEqual } from 'node:util';
import { asDraft2020 } from '#check/contract/as-draft-2020.ts';
import { contractData, contractDetail, contractEvent } from '#check/contract/contract-data.ts';
import { type Misfit, misfits } from '#check/contract/misfits.ts';
import type { Schema } from '#check/contract/schema.ts';
import { type Delivery, deliveries } from '#check/deliveries.ts';
import { eventOf, jobName } from '#check/naming.ts';
import type { Contract, Graph } from '#graph/graph.ts';
import { groupBy } from '#graph/group-by.ts';
import type { BrokenConsumer, ContractChange } from './difference.ts';

/** The contracts that changed, each judged, and the jobs that break because a contract or what they accept changed. */
export function contractChanges(before: Graph, now: Graph): ContractChange[] {
  const [old, current] = [contractsOf(before), contractsOf(now)];
  const [brought, bringing] = [deliveriesByEvent(before), deliveriesByEvent(now)];
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((event) => {
    const [was, is] = [old.get(event), current.get(event)];
    const { change, places } = judge(was, is);
    const breaks = brokenBy(was, is, brought.get(event) ?? [], bringing.get(event) ?? []);
    if (change === 'same' && breaks.length === 0) return [];
    return [{ event, template: (is ?? (was as Contract)).template, change, places, breaks }];
  });
}

/** One event may have a contract in several registries: each is one of its own. */
const contractsOf = ({ contracts }: Graph): Map<string, Contract> =>
  new Map(contracts.map((contract) => [eventOf(contract), contract]));

const deliveriesByEvent = (graph: Graph): Map<string, Delivery[]> =>
  groupBy(deliveries(graph), ({ contract }) => eventOf(contract));

/**
 * A contract may promise more than before, not less: a reader of the old contract can read all that the new one describes. A change
 * counts as compatible only if that is proven.
 */
function judge(was: Contract | undefined, is: Contract | undefined): Pick<ContractChange, 'change' | 'places'> {
  if (!was || !is) return { change: was ? 'removed' : 'added', places: [] };
  if (isDeepStrictEqual(was.schema, is.schema)) return { change: 'same', places: [] };
  const inDetail = misfits(contractDetail(is.schema) ?? true, contractDetail(was.schema) ?? true);
  const places =
    inDetail.length > 0 ? inDetail : misfits(contractEvent(is.schema) ?? true, contractEvent(was.schema) ?? true);
  return { change: places.length > 0 ? 'breaking' : 'compatible', places };
}

/** The jobs that refuse what they would have taken: for good, until they are deployed, or what was said before. */
function brokenBy(
  was: Contract | undefined,
  is: Contract | undefined,
  brought: readonly Delivery[],
  bringing: readonly Delivery[],
): BrokenConsumer[] {
  const old = new Map(brought.map((delivery) => [jobName(delivery.job), delivery]));
  const current = new Map(bringing.map((delivery) => [jobName(delivery.job), delivery]));
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((job): BrokenConsumer[] => {
    const [then, today] = [old.get(job), current.get(job)];
    const template = (today ?? (then as Delivery)).job.template;
    const refused = today ? refusals(is, today) : [];
    if (refused.length > 0)
      return then && refusals(was, then).length > 0 ? [] : [{ job, template, when: 'always', places: refused }];
    const untilDeployed = then && today && refusals(was, then).length === 0 ? refusals(is, then) : [];
    if (untilDeployed.length > 0) return [{ job, template, when: 'until deployed', places: untilDeployed }];
    const early = then && today && refusals(was, then).length === 0 ? refusals(was, today) : [];
    return early.length > 0 ? [{ job, template, when: 'before', places: early }] : [];
  });
}

function refusals(contract: Contract | undefined, { job }: Delivery): Misfit[] {
  const data = contract && contractData(contract.schema);
  return data === undefined ? [] : misfits(data, asDraft2020((job.declared.accepts ?? true) as Schema));
}
