import type { Alternative } from '#pattern/parse-pattern.ts';

/** What a target adds to requests (API reference: HttpParameters). */
export interface HttpParameters {
  readonly PathParameterValues?: readonly string[];
  readonly HeaderParameters?: Readonly<Record<string, string>>;
  readonly QueryStringParameters?: Readonly<Record<string, string>>;
}

/** A rule's target, as PutTargets takes it (API reference: Target). */
export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly HttpParameters?: HttpParameters;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number };
}

export type RuleState = 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly description: string | undefined;
  readonly roleArn: string | undefined;
  /** The JSON text that was put. */
  readonly pattern: string | undefined;
  /** The ways to match its pattern: none for a rule that has only a schedule. */
  readonly ways: readonly Alternative[];
  readonly schedule: string | undefined;
  state: RuleState;
  readonly targets: Map<string, Target>;
}

export const isEnabled = ({ state }: Rule): boolean => state !== 'DISABLED';
