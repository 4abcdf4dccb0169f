import { isEnabled } from '#local/events/rule.ts';
import { URL_PREFIX } from '#local/lambda/function-url/function-url.ts';
import type { Services } from './compose-services.ts';

export interface Status {
  readonly ready: boolean;
  readonly functions: readonly string[];
  readonly rules: readonly { readonly bus: string; readonly name: string; readonly enabled: boolean }[];
  /** Addresses of function URLs, by function. */
  readonly urls: Readonly<Record<string, string>>;
  /** Of each stage of each API: the API's name and its address. */
  readonly apis: readonly { readonly name: string; readonly url: string }[];
}

/** What runs in a runtime. */
export function statusOf(
  { functions, functionUrls, brokers, apiAddresses }: Services,
  endpoint: string,
  ready: boolean,
): Status {
  return {
    ready,
    functions: functions.all().map(({ config }) => config.name),
    rules: brokers.home.buses
      .all()
      .flatMap(({ name: bus, rules }) =>
        [...rules.values()].map((rule) => ({ bus, name: rule.name, enabled: isEnabled(rule) })),
      ),
    urls: Object.fromEntries([...functionUrls.keys()].map((name) => [name, `${endpoint}${URL_PREFIX}${name}/`])),
    apis: apiAddresses().map(({ name, path }) => ({ name, url: `${endpoint}${path}` })),
  };
}
