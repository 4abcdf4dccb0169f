import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { InputError } from './template/input-error.ts';

const Settings = z.strictObject({
  synth: z.strictObject({
    /** The command that writes `cdk.out`, and its arguments. */
    command: z.array(z.string()).min(1),
    environment: z.record(z.string(), z.string()).default({}),
  }),
  sample: z.strictObject({
    /** Files of PutEvents entries that `start` puts, in order. */
    entries: z.array(z.string()),
    /** The order in them whose trace is shown. */
    order: z.string(),
  }),
  monitor: z.strictObject({
    /** The function that answers the monitor's API. */
    function: z.string(),
  }),
  deployLocal: z.strictObject({
    /** Addresses that an emulator's SES must know before functions send from them. */
    verifySenders: z.array(z.string()),
  }),
});

/** What no template can tell the tools. */
export type Settings = z.output<typeof Settings>;

/** Reads `choreography.json`. Throws an InputError that names the file and the field. */
export function readSettings(file = 'choreography.json'): Settings {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(
      `${file} cannot be read: ${(error as Error).message}. Run the command where the project's choreography.json is.`,
    );
  }
  const settings = Settings.safeParse(json);
  if (settings.success) return settings.data;
  const [issue] = settings.error.issues;
  throw new InputError(`${file}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}.`);
}
