import type { EventFlow } from '#check/event-flow.ts';
import type { Graph } from '#graph/graph.ts';
import type { Move } from './difference.ts';
import { longestTime } from './longest-time.ts';

/** What is known of a job and its process when it is deployed. */
export interface Deployed {
  readonly job: string;
  /** The business key that it acts once for; null when it is not known to act once. */
  readonly oncePer: string | null;
  readonly graph: Graph;
}

/** Whether one event happens after or before another. In a circle it is not known. */
export function directionOf(flow: EventFlow, from: string, to: string): Move['direction'] {
  const [later, earlier] = [flow.leadsTo(from, to), flow.leadsTo(to, from)];
  return later === earlier ? 'apart' : later ? 'later' : 'earlier';
}

/** What happens to what is under way when a job is moved from one event to another: a sentence each. */
export function whenMoved(move: Pick<Move, 'from' | 'to' | 'direction'>, deployed: Deployed): string[] {
  const { from, to, direction } = move;
  if (direction === 'same event') return ['It hears the same event as before, under another condition.'];
  if (direction === 'later')
    return [
      `Where ${from} came before the deployment and ${to} comes after it, ${deployed.job} is brought a second time: ${repeated(deployed)}`,
    ];
  return [
    direction === 'earlier'
      ? `Where ${to} came before the deployment and ${from} comes after it, ${deployed.job} would never be brought: the step is missed.`
      : `Neither event follows from the other: where ${to} came before the deployment and ${from} comes after it, ${deployed.job} would never be brought.`,
    `The safe way is two deployments. First let it hear both, ${to} beside ${from}: ${repeated(deployed)}`,
    `Then, when both routes have been deployed for ${longestTime(deployed.graph, from)}, take ${from} away.`,
  ];
}

/** When a job that hears other events already hears one more. */
export const whenRouteAdded = (event: string, others: readonly string[], deployed: Deployed): string[] =>
  others.length === 0
    ? [`Where ${event} came before the deployment, ${deployed.job} is not brought: replay the archive to it alone.`]
    : [`${deployed.job} is brought by ${event} beside ${others.join(', ')}: ${repeated(deployed)}`];

/** When a job no longer hears an event, and hears others. */
export const whenRouteRemoved = (event: string, others: readonly string[], deployed: Deployed): string[] =>
  others.length === 0
    ? [`Nothing brings ${deployed.job} any more.`]
    : [
        `${deployed.job} is now brought by ${others.join(', ')} alone: deploy it when both routes have been deployed for ${longestTime(deployed.graph, event)}, or what is under way misses the step.`,
      ];

/** When a job is new. */
export const whenAdded = (hears: readonly string[], { job }: Deployed): string[] =>
  hears.length === 0
    ? []
    : [
        `Where ${hears.join(' or ')} came before the deployment, ${job} is not brought: replay the archive to it alone if it should be.`,
      ];

const repeated = ({ oncePer }: Deployed): string =>
  oncePer
    ? `harmless, since it acts once for each ${oncePer}.`
    : 'harmless only if it may act twice, since it does not say that it acts once.';
