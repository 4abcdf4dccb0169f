import type { Parameters } from '#local/ssm/parameters.ts';
import type { Secrets } from './secrets.ts';

/** Keeps the values that are given at the start, as `ssm:NAME` and `secretsmanager:NAME`, so that calls find them, too. */
export function putGiven(
  given: Readonly<Record<string, unknown>> | undefined,
  parameters: Pick<Parameters, 'put'>,
  secrets: Pick<Secrets, 'create'>,
): void {
  for (const [key, value] of Object.entries(given ?? {})) {
    const [, service, name = ''] = /^(ssm|secretsmanager):(.+)$/.exec(key) ?? [];
    // What AWS itself publishes, such as images, cannot be put, and is given for templates alone.
    if (service === 'ssm' && !/^\/aws\//.test(name))
      parameters.put(name, { value: String(value), type: 'String' }, true);
    if (service === 'secretsmanager') secrets.create(name.replace(/^arn:.*:secret:/, ''), { text: String(value) });
  }
}
