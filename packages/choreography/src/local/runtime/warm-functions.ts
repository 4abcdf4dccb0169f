import type { RuntimeServices } from './services.ts';

/**
 * Starts an execution environment of each function that the first events will reach: the targets of rules with a pattern, and what is fed
 * from queues that are such targets. A function that is called over HTTP, by a schedule or by hand starts when it is first asked, as most
 * are never asked: each is a thread with its memory.
 */
export function warmFunctions({
  broker,
  mappings,
  functions,
}: Pick<RuntimeServices, 'broker' | 'mappings' | 'functions'>): void {
  const rules = broker.buses.all().flatMap((bus) => [...bus.rules.values()]);
  const targets = new Set(
    rules
      .filter(({ pattern }) => pattern !== undefined)
      .flatMap((rule) => [...rule.targets.values()].map(({ Arn }) => Arn)),
  );
  const fed = new Set(
    mappings.all().flatMap(({ settings }) => (targets.has(settings.sourceArn) ? [settings.functionName] : [])),
  );
  const isTarget = (arn: string) => [...targets].some((target) => target === arn || target.startsWith(`${arn}:`));
  for (const each of functions.all()) if (isTarget(each.config.arn) || fed.has(each.config.name)) each.warm();
}
