import type { Transport } from '#simulation/functions/http-client.ts';

/** What an execution environment gives its code for time, randomness, network and output. */
export interface Surroundings {
  /** The environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** The path of the code in stack traces. */
  readonly file: string;
  /** Milliseconds since 1970, by the environment's own clock. */
  now(): number;
  /** Does something later, on the virtual clock. Returns what cancels it. */
  after(milliseconds: number, action: () => void): () => void;
  /** A number from 0 up to, but not including, 1. */
  random(): number;
  uuid(): string;
  readonly transport: Transport;
  /** Writes a line of output. */
  write(line: string): void;
  /** Ends the environment as the end of its process does. */
  exit(): void;
}
