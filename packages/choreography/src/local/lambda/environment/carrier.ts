import type { InvocationDetails } from '#local/lambda/invocation/invocation.ts';

/** An error as the runtime's client tells it. */
export interface HandlerError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** An invocation as the runtime's client gets it. */
export interface HandedInvocation extends InvocationDetails {
  /** JSON text. */
  readonly event: string;
  readonly requestId: string;
  readonly traceId: string;
  readonly invokedFunctionArn: string;
  /** In milliseconds since 1970, of working time. */
  readonly deadline: number;
}

/** The messages of a carrier. */
export type Told =
  | { ready: true }
  | { failed: HandlerError }
  | { text: string; stream: 'stdout' | 'stderr' }
  | { line: string; plainText: string }
  | { result: string }
  | { streamed: Uint8Array; contentType: string }
  | { error: HandlerError; ends: boolean };

/** Hears a carrier. */
export interface CarrierListener {
  hear(told: Told): void;
  /** The carrier ended by itself, after all its messages. The reason is in Lambda's words. */
  ended(reason: string): void;
  /** The code needs more memory than the function has. */
  outOfMemory(): void;
}

/** Runs the code of one execution environment: a thread or a process. It begins when it is made. */
export interface Carrier {
  /** The most memory that was seen in use, in megabytes. */
  readonly usedMegabytes: number;
  hand(invocation: HandedInvocation): void;
  /** Watches the memory, until `rest`. */
  watch(): void;
  rest(): void;
  end(): Promise<unknown>;
}

/** Begins a carrier; `variables` are those that only this environment has. */
export type Carry = (listener: CarrierListener, variables: Readonly<Record<string, string>>) => Carrier;
