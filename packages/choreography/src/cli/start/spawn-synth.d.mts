/** A run of a synth command. */
export interface Synthesis {
  /** Never rejects. */
  readonly ended: Promise<EndOfSynthesis>;
  readonly stop: () => void;
  /** Lets one begin that waits. */
  readonly go: () => void;
  /** Whether its process has run before. */
  readonly isAgain: boolean;
}

/** How a run ended, with all that it wrote to stderr, and whether it found nothing to do. */
export interface EndOfSynthesis {
  readonly failure: string | undefined;
  readonly errors: string;
  readonly isKept: boolean;
  /** What waits for `go` in the same process; undefined if that has ended. */
  readonly next: Synthesis | undefined;
}

export function beginSynthesis(argv: readonly string[]): Synthesis | undefined;

/** The same synth, of bundles that a person can read in a debugger. */
export function readable<Synth extends object>(synth: Synth): Synth;

/** How to synthesize in a CDK context, and the folder that is written. */
export function inContext<Synth extends { readonly command: string[]; readonly environment?: Record<string, string> }>(
  synth: Synth,
  context: Readonly<Record<string, string>>,
): { readonly synth: Synth; readonly cdkOut: string };

/** The same synth, written to another folder. */
export function intoFolder<Synth extends { readonly command: string[]; readonly environment?: Record<string, string> }>(
  synth: Synth,
  cdkOut: string,
): Synth;

export function spawnSynth(
  synth: { readonly command: readonly string[]; readonly environment?: Readonly<Record<string, string>> },
  cwd?: string,
  waits?: boolean,
): Synthesis;
