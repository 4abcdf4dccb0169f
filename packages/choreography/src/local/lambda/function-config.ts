import type { LoggingConfig } from './logging-config.ts';

/** A Lambda function as its template declares it. */
export interface FunctionConfig {
  readonly name: string;
  readonly arn: string;
  readonly runtime: string;
  /** `file.export`. */
  readonly handler: string;
  /** The folder that holds the code. */
  readonly root: string;
  /** The folders of its layers, which its code finds as `/opt`; the first that has something wins. */
  readonly layers?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** Of the processor; x86_64 if none is given. */
  readonly architecture?: string;
  /** Whether X-Ray samples its invocations (API reference: TracingConfig, Mode Active). */
  readonly isTraced?: boolean;
  readonly roleArn: string;
  readonly description?: string;
  /** ARN of the queue or topic that gets the events that failed for good. */
  readonly deadLetterArn?: string | undefined;
  /** When it was made or changed, in milliseconds since 1970. */
  readonly changedAt: number;
  /** How many events it may handle at a time; undefined for as many as the account lets it. */
  readonly reservedConcurrency?: number;
  readonly logging: LoggingConfig & { readonly LogGroup: string };
  /** Of a durable function, each of whose executions may take many invocations (API reference: DurableConfig). */
  readonly durable?: { readonly executionTimeoutSeconds: number; readonly retentionDays: number };
  /** Whether each tenant has execution environments of its own (API reference: TenancyConfig). */
  readonly isolatesTenants?: boolean;
}

/** How asynchronous invocations of a function are retried, and where they end (API reference: PutFunctionEventInvokeConfig). */
export interface AsyncConfig {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeInSeconds: number;
  /** ARN of the queue, topic, bus or function for invocations that failed for good. */
  readonly onFailure: string | undefined;
  /** The same of those that succeeded. */
  readonly onSuccess?: string | undefined;
  /** Whether a template has it. */
  readonly ofTemplate?: boolean;
  /** In milliseconds since 1970. */
  readonly changedAt?: number;
}

/** What AWS does when a function has no configuration of its own. */
export const DEFAULT_ASYNC_CONFIG: AsyncConfig = {
  maximumRetryAttempts: 2,
  maximumEventAgeInSeconds: 21_600,
  onFailure: undefined,
};
