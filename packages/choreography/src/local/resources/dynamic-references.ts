/** What a dynamic reference of a template asks for (CloudFormation user guide: "Dynamic references"). */
export type Reference =
  | { readonly service: 'ssm'; readonly name: string; readonly version: number | undefined }
  | {
      readonly service: 'secretsmanager';
      readonly id: string;
      /** The key of a JSON secret; undefined for the whole text. */
      readonly key: string | undefined;
      readonly stage: string | undefined;
      readonly version: string | undefined;
    };

/** The dynamic references that are in a value, such as `{{resolve:secretsmanager:password}}`. */
export function dynamicReferences(value: unknown): string[] {
  if (typeof value === 'string') return value.match(PATTERN) ?? [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(dynamicReferences);
}

/** A value with what its dynamic references lead to; what leads nowhere stays. What has none in it is the very same. */
export function withReferences(value: unknown, find: (reference: Reference) => string | undefined): unknown {
  if (typeof value === 'string') {
    if (!value.includes('{{resolve:')) return value;
    return value.replace(PATTERN, (written) => {
      const reference = referenceIn(written);
      return (reference && find(reference)) ?? written;
    });
  }
  if (typeof value !== 'object' || value === null || dynamicReferences(value).length === 0) return value;
  if (Array.isArray(value)) return value.map((item) => withReferences(item, find));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withReferences(item, find)]));
}

/** What to do about a reference that leads nowhere. */
export function whyUnresolved(written: string): string {
  const reference = referenceIn(written);
  if (!reference) return 'it is no dynamic reference that CloudFormation knows';
  const name = reference.service === 'ssm' ? `ssm:${reference.name}` : `secretsmanager:${reference.id}`;
  const what = reference.service === 'ssm' ? 'SSM parameter' : 'secret';
  return `no template makes this ${what}: give its value with --parameter ${name}=VALUE, or ${name}=file://PATH`;
}

const PATTERN = /\{\{resolve:[^{}]*\}\}/g;

function referenceIn(written: string): Reference | undefined {
  const [, service, rest = ''] = /^\{\{resolve:([\w-]+):([^{}]+)\}\}$/.exec(written) ?? [];
  if (service === 'ssm' || service === 'ssm-secure') {
    const [, name = '', version] = /^(.+?)(?::(\d+))?$/.exec(rest) ?? [];
    return { service: 'ssm', name, version: version === undefined ? undefined : Number(version) };
  }
  if (service !== 'secretsmanager') return undefined;
  const [, id = '', key, stage, version] =
    /^((?:arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:)?[^:]+)(?::SecretString(?::([^:]*))?(?::([^:]*))?(?::([^:]*))?)?$/.exec(
      rest,
    ) ?? [];
  return id === ''
    ? undefined
    : { service, id, key: key || undefined, stage: stage || undefined, version: version || undefined };
}
