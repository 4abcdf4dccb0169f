import { isEnabled } from '#local/events/rule.ts';
import { URL_PREFIX } from '#local/lambda/function-url.ts';
import type { RuntimeServices } from './services.ts';

export interface Status {
  readonly ready: boolean;
  readonly functions: readonly string[];
  readonly rules: readonly { readonly bus: string; readonly name: string; readonly enabled: boolean }[];
  /** Addresses of function URLs, by function. */
  readonly urls: Readonly<Record<string, string>>;
}

/** What runs in a runtime. */
export function statusOf({ functions, functionUrls, broker, foundation }: RuntimeServices, ready: boolean): Status {
  return {
    ready,
    functions: functions.all().map(({ config }) => config.name),
    rules: broker.buses
      .all()
      .flatMap(({ name: bus, rules }) =>
        [...rules.values()].map((rule) => ({ bus, name: rule.name, enabled: isEnabled(rule) })),
      ),
    urls: Object.fromEntries(
      [...functionUrls.keys()].map((name) => [name, `${foundation.endpoint()}${URL_PREFIX}${name}/`]),
    ),
  };
}
