import type { Stack } from '#template/template.ts';

/** An ARN with an account; layers are taken from whoever publishes them. */
const ARN = /arn:[a-z-]+:[a-z0-9-]+:([a-z0-9-]*):(\d{12}):(?!layer:)/g;

/**
 * Says for what accounts and regions stacks are meant, or which they name in ARNs: `the accounts 111111111111, 222222222222`.
 * Undefined if that is one account and one region.
 */
export function severalPlaces(stacks: readonly Stack[]): string | undefined {
  const named = [...JSON.stringify(stacks.map(({ template }) => template)).matchAll(ARN)];
  const accounts = stacks.flatMap(({ environment }) => environment?.account ?? []);
  const regions = stacks.flatMap(({ environment }) => environment?.region ?? []);
  const kinds = {
    accounts: new Set([...accounts, ...named.map(([, , account = '']) => account)]),
    regions: new Set([...regions, ...named.flatMap(([, region]) => region || [])]),
  };
  const several = Object.entries(kinds).filter(([, values]) => values.size > 1);
  if (several.length === 0) return undefined;
  return several.map(([kind, values]) => `the ${kind} ${[...values].join(', ')}`).join(' and ');
}
