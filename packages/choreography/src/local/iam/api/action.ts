import { AwsError } from '#local/gateway/aws-error.ts';
import type { FormValue, QueryValue } from '#local/gateway/query-protocol.ts';
import type { Caller } from '#local/iam/caller.ts';
import type { Iam } from '#local/iam/iam.ts';
import type { Identities } from '#local/iam/identities.ts';

/** A call of IAM's API. */
export interface Call {
  readonly input: Input;
  /** Of the caller's account. */
  readonly identities: Identities;
  readonly iam: Iam;
  readonly caller: Caller;
}

/** Answers one action: its result, nothing if it has none. */
export type Action = (call: Call) => { readonly [name: string]: QueryValue } | undefined;
// biome-ignore lint/suspicious/noConfusingVoidType: an action that only does something returns nothing
export type Actions = Readonly<Record<string, (call: Call) => ReturnType<Action> | void>>;

export const validationError = (message: string): AwsError => new AwsError('ValidationError', message);
export const alreadyExists = (message: string): AwsError => new AwsError('EntityAlreadyExists', message, 409);
export const deleteConflict = (message: string): AwsError => new AwsError('DeleteConflict', message, 409);
export const limitExceeded = (message: string): AwsError => new AwsError('LimitExceeded', message, 409);

/** The parameters of a call, which are checked when they are asked for. */
export class Input {
  constructor(private readonly form: { readonly [name: string]: FormValue }) {}

  /** Throws IAM's answer when it is missing or not as it must be. @param pattern as IAM prints it */
  text(name: string, { max = 128, pattern = '[\\w+=,.@-]+' }: { max?: number; pattern?: string } = {}): string {
    const value = this.optional(name);
    const at = `at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must`;
    if (value === undefined) throw validationError(`1 validation error detected: Value null ${at} not be null`);
    const broken = [
      ...(value.length < 1 ? ['have length greater than or equal to 1'] : []),
      ...(value.length > max ? [`have length less than or equal to ${max}`] : []),
      ...(new RegExp(`^(?:${pattern})$`).test(value) ? [] : [`satisfy regular expression pattern: ${pattern}`]),
    ];
    if (broken.length === 0) return value;
    const told = broken.map((must) => `Value '${value}' ${at} ${must}`).join('; ');
    throw validationError(`${broken.length} validation error${broken.length === 1 ? '' : 's'} detected: ${told}`);
  }
  optional(name: string): string | undefined {
    const value = this.form[name];
    return typeof value === 'string' ? value : undefined;
  }
  list(name: string): FormValue[] {
    const value = this.form[name];
    return Array.isArray(value) ? value.filter((item) => item !== undefined) : [];
  }
  tags(): [string, string][] {
    return this.list('Tags').map((tag) => {
      const { Key = '', Value = '' } = tag as Record<string, string>;
      return [Key, Value];
    });
  }
  /** Begins and ends with a slash. */
  path(name = 'Path'): string {
    const path = this.optional(name) ?? '/';
    if (/^\/(?:[\x21-\x7e]*\/)?$/.test(path)) return path;
    throw validationError(
      `The specified value for ${name.charAt(0).toLowerCase()}${name.slice(1)} is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.`,
    );
  }
  /** The ARN of a policy. */
  policyArn(name = 'PolicyArn'): string {
    const value = this.text(name, { max: 2048, pattern: '[\\s\\S]+' });
    if (/^arn:[\w-]+:iam::(?:\d{12}|aws):policy\/\S+$/.test(value)) return value;
    throw validationError(`Invalid ARN:  Could not be parsed!`);
  }
}

/** Tags as answers have them; left out if there are none. */
export const tagList = (tags: ReadonlyMap<string, string>): QueryValue =>
  tags.size === 0 ? undefined : [...tags].map(([Key, Value]) => ({ Key, Value }));
