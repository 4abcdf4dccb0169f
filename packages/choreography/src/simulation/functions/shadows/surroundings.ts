import type { Transport } from '#simulation/functions/http-client.ts';

/** What an execution environment gives its code in place of time, chance, network and output. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string>>;
  readonly file: string;
  /** Milliseconds since 1970, as the environment's own clock has it. */
  now(): number;
  /** Does something later, on the virtual clock; what is returned calls it off. */
  after(milliseconds: number, action: () => void): () => void;
  /** From 0 up to 1. */
  random(): number;
  uuid(): string;
  readonly transport: Transport;
  write(line: string): void;
  /** The process ends. */
  exit(): void;
}
