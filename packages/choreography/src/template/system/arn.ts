/** `arn:partition:service:region:account:resource`, taken apart. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Undefined when a text is no ARN. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const [, partition = '', service = '', region = '', account = '', ...resource] = text.split(':');
  if (resource.length === 0) return undefined;
  return { partition, service, region, account, resource: resource.join(':') };
}

/** An ARN of the stack's own partition, region and account, which a template does not know. */
export const localArn = (service: string, resource: string, { region = REGION, account = ACCOUNT } = {}): string =>
  `arn:${PARTITION}:${service}:${region}:${account}:${resource}`;

/** Pseudo parameters in messages. No colon: templates split ARNs at colons. */
export const PARTITION = `\${AWS.Partition}`;
export const REGION = `\${AWS.Region}`;
export const ACCOUNT = `\${AWS.AccountId}`;

/**
 * Whether an ARN fits a pattern of ARNs with `*` and `?` (IAM user guide: ArnLike). Where one of both does not say its
 * partition, region or account, they may fit, which is `false` when it has to be certain.
 */
export function arnFits(pattern: string, arn: string, { certainly = false } = {}): boolean {
  if (pattern === arn || pattern === '*') return true;
  const wanted = parseArn(pattern);
  const given = parseArn(arn);
  if (!wanted || !given) return wildcardFits(pattern, arn);
  const placeFits = (part: 'partition' | 'region' | 'account', lenient: boolean) =>
    wildcardFits(wanted[part], given[part]) || (lenient && [wanted, given].some((each) => each[part].includes('${')));
  return (
    wildcardFits(wanted.service, given.service) &&
    wildcardFits(wanted.resource, given.resource) &&
    // A system is of one partition.
    placeFits('partition', true) &&
    placeFits('region', !certainly) &&
    placeFits('account', !certainly)
  );
}

function wildcardFits(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text;
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[^]*')
    .replace(/\?/g, '[^]');
  return new RegExp(`^${expression}$`).test(text);
}
