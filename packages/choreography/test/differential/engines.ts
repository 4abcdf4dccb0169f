/** An engine that is compared with AWS's answers. */
export type EngineName = 'local runtime' | 'MiniStack' | 'LocalStack';

/** The releases to which the deviations belong. */
export const EMULATORS = [
  { name: 'MiniStack', release: '1.5.33', variable: 'MINISTACK_URL' },
  { name: 'LocalStack', release: '4.13.1', variable: 'LOCALSTACK_URL' },
] as const satisfies readonly { name: EngineName; release: string; variable: string }[];
