import { AwsError } from '#local/gateway/aws-error.ts';
import { arn } from '#local/runtime/account.ts';
import { mustBeName } from './parameter-name.ts';

export type ParameterType = 'String' | 'StringList' | 'SecureString';

/** What PutParameter says of a parameter beside its name. */
export interface ParameterProperties {
  readonly value: string;
  readonly type: ParameterType;
  readonly description?: string | undefined;
  readonly allowedPattern?: string | undefined;
  readonly tier?: string | undefined;
  readonly dataType?: string | undefined;
}

export interface Version extends ParameterProperties {
  readonly name: string;
  readonly arn: string;
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

/** How many versions are kept (user guide: "Working with parameter versions"). */
const MAX_VERSIONS = 100;
const MAX_BYTES = { Standard: 4096, Advanced: 8192 };

/** Parameter Store: parameters of the account by name, each with its versions, the newest last. */
export class Parameters {
  readonly #parameters = new Map<string, Version[]>();
  readonly tags = new Map<string, Map<string, string>>();

  constructor(private readonly now: () => number) {}

  /** Makes a parameter, or a new version of it. Throws Systems Manager's answer to what it cannot be. */
  put(name: string, properties: ParameterProperties, overwrite: boolean): Version {
    mustBeName(name);
    mustBeValue(properties);
    const before = this.#parameters.get(name) ?? [];
    if (before.length > 0 && !overwrite)
      throw new AwsError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    const version: Version = {
      ...properties,
      name,
      arn: arnOf(name),
      number: (before.at(-1)?.number ?? 0) + 1,
      changedAt: this.now(),
    };
    this.#parameters.set(name, [...before, version].slice(-MAX_VERSIONS));
    return version;
  }

  /** Whether there was one. */
  delete(name: string): boolean {
    this.tags.delete(name);
    return this.#parameters.delete(name);
  }

  /** By its name or its ARN, and perhaps `:VERSION`; the newest version without one. Undefined when there is none. */
  find(selector: string): Version | undefined {
    const [, written = '', number] = /^(.+?)(?::(\d+))?$/s.exec(nameIn(selector)) ?? [];
    const versions = this.versionsOf(written);
    return number === undefined ? versions.at(-1) : versions.find((version) => version.number === Number(number));
  }

  /** A slash before a name that is no path says nothing. */
  versionsOf(written: string): readonly Version[] {
    const bare = written.replace(/^\/(?=[^/]+$)/, '');
    return this.#parameters.get(written) ?? this.#parameters.get(bare) ?? this.#parameters.get(`/${bare}`) ?? [];
  }

  /** The newest version of each. */
  all(): Version[] {
    return [...this.#parameters.values()].flatMap((versions) => versions.slice(-1));
  }
}

/** The ARN of a parameter: `parameter/a` for `a` and for `/a`. */
export const arnOf = (name: string): string => arn('ssm', `parameter/${name.replace(/^\//, '')}`);

/** The name in an ARN; of a path it begins with a slash. */
function nameIn(selector: string): string {
  const name = /^arn:[^:]+:ssm:[^:]*:[^:]*:parameter\/(.+)$/s.exec(selector)?.[1];
  return name === undefined ? selector : `/${name}`;
}

function mustBeValue({ value, type, allowedPattern, tier }: ParameterProperties): void {
  const most = tier === 'Advanced' ? MAX_BYTES.Advanced : MAX_BYTES.Standard;
  if (value === '') throw new AwsError('ValidationException', 'Parameter value must not be empty.');
  if (Buffer.byteLength(value) > most)
    throw new AwsError(
      'ValidationException',
      `The parameter value must not be longer than ${most} bytes: it has ${Buffer.byteLength(value)}.`,
    );
  if (!['String', 'StringList', 'SecureString'].includes(type))
    throw new AwsError(
      'UnsupportedParameterType',
      `The parameter type ${JSON.stringify(type)} is not supported: it is String, StringList or SecureString.`,
    );
  if (allowedPattern !== undefined && !patternIn(allowedPattern).test(value))
    throw new AwsError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`,
    );
}

function patternIn(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new AwsError(
      'InvalidAllowedPatternException',
      `The allowed pattern ${JSON.stringify(text)} is no regular expression.`,
    );
  }
}
