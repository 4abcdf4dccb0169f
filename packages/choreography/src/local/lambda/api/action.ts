import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import type { DurableExecutions } from '#local/lambda/durable/durable-executions.ts';
import type { EventSourceMappings } from '#local/lambda/event-source/event-source-mappings.ts';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import type { FunctionUrlConfig } from '#local/lambda/function-url/function-url-config.ts';
import type { Functions } from '#local/lambda/functions.ts';
import type { LambdaFunction } from '#local/lambda/lambda-function.ts';
import type { Clock } from '#local/runtime/clock.ts';

/** Makes a function that runs from its configuration. */
export type MakeFunction = (config: FunctionConfig) => LambdaFunction;

/** What Lambda's API acts on. */
export interface Lambda {
  readonly functions: Functions;
  readonly makeFunction: MakeFunction;
  readonly mappings: EventSourceMappings;
  /** By function name. */
  readonly functionUrls: Map<string, FunctionUrlConfig>;
  /** The executions of durable functions, loaded when they are asked for. */
  durable(): Promise<DurableExecutions>;
  readonly clock: Pick<Clock, 'now'>;
  /** Where the runtime listens. */
  endpoint(): string;
}

/** A call: of a function or a mapping by its name, and perhaps of something of it by an id. */
export interface Call<Input> {
  readonly name: string;
  readonly id: string;
  readonly query: URLSearchParams;
  /** The body, read as JSON. */
  readonly input: Input;
  readonly request: AwsRequest;
}

// biome-ignore lint/suspicious/noExplicitAny: the input has a shape for each action
export type Action = (call: Call<any>, lambda: Lambda) => AwsResponse | Promise<AwsResponse>;

/** Actions by method and path, such as `PUT functions/NAME/code` with a star for NAME. */
export type Actions = Readonly<Record<string, Action>>;

export const NOTHING: AwsResponse = { status: 204, headers: {}, body: '' };

export const notFound = (message = 'The resource you requested does not exist.'): AwsError =>
  new AwsError('ResourceNotFoundException', message, 404);

/** Throws for what an input asks for and the runtime cannot honour, by its name; what is empty asks for nothing. */
export function refuseUnsupported(input: object, names: readonly string[]): void {
  const asked = names.find((name) => !isEmpty((input as Record<string, unknown>)[name]));
  if (asked)
    throw new AwsError('UnsupportedOperationException', `The local runtime cannot honour ${asked}: leave it out.`);
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) ? value.length === 0 : typeof value === 'object' && Object.values(value).every(isEmpty));
