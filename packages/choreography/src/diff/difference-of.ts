import { type Allowance, judge } from '#check/allow.ts';
import { findAll } from '#check/find-all.ts';
import type { Finding } from '#check/finding.ts';
import type { Graph } from '#graph/graph.ts';
import { brokenInWords } from './broken-in-words.ts';
import { contractChanges } from './contract-changes.ts';
import type { ContractChange, Difference, EventChange } from './difference.ts';
import { eventChanges } from './event-changes.ts';
import { jobChanges } from './job-changes.ts';
import { stepChanges } from './step-changes.ts';

/** How one graph of a choreography differs from another. Pure. */
export function differenceOf(before: Graph, now: Graph, allowances: readonly Allowance[] = []): Difference {
  const contracts = contractChanges(before, now);
  const events = eventChanges(before, now);
  return {
    ...jobChanges(before, now),
    events,
    contracts,
    processes: stepChanges(before, now),
    findings: findingChanges(before, now, allowances),
    breaking: [...contracts.flatMap(brokenContract), ...events.removed.flatMap(unsaid)],
  };
}

function findingChanges(before: Graph, now: Graph, allowances: readonly Allowance[]): Difference['findings'] {
  const [known, found] = [foundIn(before), foundIn(now)];
  const added = [...found.values()].filter(({ name }) => !known.has(name));
  const { findings, allowed } = judge(added, allowances);
  return {
    added: [
      ...findings.map((finding) => ({ finding, allowed: null })),
      ...allowed.map(({ finding, reason }) => ({ finding, allowed: reason })),
    ],
    removed: [...known.values()].filter(({ name }) => !found.has(name)),
  };
}

/** What `check` finds, by name. Contracts that do not fit are listed with the contracts. */
const foundIn = (graph: Graph): Map<string, Finding> =>
  new Map(
    findAll(graph)
      .filter(({ kind }) => kind !== 'contract-misfit')
      .map((finding) => [finding.name, finding]),
  );

function brokenContract({ event, change, breaks }: ContractChange): string[] {
  const broken = breaks.map((each) => `${event} breaks ${each.job} in ${each.template}: ${brokenInWords(each)}.`);
  if (change !== 'breaking' || broken.length > 0) return broken;
  return [`The contract of ${event} no longer promises what it did; no job in these templates breaks, but others may.`];
}

/** Removing an event's last producer breaks the jobs that still hear it by its name. */
const unsaid = ({ event, heardBy }: EventChange): string[] =>
  heardBy.length === 0 ? [] : [`${event} has no producer any more, and is still heard by ${heardBy.join(', ')}.`];
