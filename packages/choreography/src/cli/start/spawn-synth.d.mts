/** A synth command that runs. */
export interface Synthesis {
  /** How it ended, with all that it wrote to stderr, and whether it found nothing to do. Never rejects. */
  readonly ended: Promise<{ readonly failure: string | undefined; readonly errors: string; readonly isKept: boolean }>;
  readonly stop: () => void;
  /** Lets one begin that waits. */
  readonly go: () => void;
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
