import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { InputError } from '#template/input-error.ts';

const Sections = z.strictObject({
  synth: z.strictObject({
    /** The command that writes `cdk.out`, and its arguments. */
    command: z.array(z.string().min(1)).min(1),
    environment: z.record(z.string(), z.string()).default({}),
    /** Folders with all that it is made from, of which `start --watch` follows the changes. */
    watch: z.array(z.string().min(1)).default([]),
  }),
  sample: z.strictObject({
    /** Files of PutEvents entries that `start` puts, each when the one before it is done with. */
    entries: z.array(z.string()).min(1),
    /** The bus that they are put on, in place of the one that they name. */
    bus: z.string().min(1).optional(),
    /** The key of the instance in them whose trace is shown. */
    key: z.string().min(1),
    /** What a person may put next, to see something else. */
    next: z.strictObject({ entries: z.string(), key: z.string().min(1) }).optional(),
  }),
  monitor: z.strictObject({
    /** The function that answers the monitor's API. */
    function: z.string().min(1),
    /** The function that serves the monitor's page. */
    page: z.string().min(1),
  }),
  deadLetters: z.strictObject({
    /** The name of a job's dead-letter queue, with `{participant}` and `{job}` in it. */
    queue: z.string().includes('{participant}').includes('{job}'),
    /** The name of a job's function, likewise. */
    function: z.string().includes('{participant}').includes('{job}'),
    /** The path of an instance's key in an event's data, for events without a correlation id. */
    key: z.string().min(1).optional(),
  }),
  cost: z.strictObject({
    /** The ways that an instance may go, each of which `cost` counts; without it those of the sample. */
    paths: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          /** How many of all instances go so, in relation to the other paths. */
          share: z.number().positive().default(1),
          /** Files of PutEvents entries that are put once before, and belong to no instance. */
          given: z.array(z.string()).default([]),
          /** Files of PutEvents entries that are put for each instance. */
          entries: z.array(z.string()).min(1),
          /** The text in the entries by which instances differ. */
          key: z.string().min(1),
          /** Further texts that differ by instance, such as the id of whom it is for. */
          varies: z.array(z.string().min(1)).default([]),
          /** The function whose URL is given the data of the entries; without it they are put on the bus. */
          function: z.string().min(1).optional(),
        }),
      )
      .min(1),
  }),
  /** Findings of `check` that are meant to be, each by its name. */
  allow: z
    .array(z.strictObject({ finding: z.string().min(1), reason: z.string().trim().min(1, 'needs a reason') }))
    .default([]),
  deployLocal: z.strictObject({
    /** Addresses that an emulator's SES must know before functions send from them. */
    verifySenders: z.array(z.string()),
  }),
});

/** The settings of the commands that no template contains, by sections. */
export type Settings = z.output<typeof Sections>;

/** A project gives the sections that it needs. */
const Given = Sections.partial().extend({
  /** Where editors find the schema of this file. */
  $schema: z.string().optional(),
  allow: Sections.shape.allow,
});
export type GivenSettings = z.output<typeof Given>;

/** The JSON Schema of the file, by which editors complete and check it: made from what reads it. */
export const settingsSchema = (): object => ({
  ...z.toJSONSchema(Given, { io: 'input', unrepresentable: 'any' }),
  title: 'choreography.json',
});

/** What the commands that read templates need: nothing else has to be right, so that files of older commits can be read. */
const ProjectSettings = z.object({ synth: Sections.shape.synth.optional(), allow: Sections.shape.allow });

/** CDK context, such as `stage`, that distinguishes deployments. */
export type Context = Readonly<Record<string, string>>;

/** Reads all sections of `choreography.json`, in a context. Throws an InputError that names the file and each field that is wrong or missing. */
export const readSettings = (context: Context = {}, file = 'choreography.json'): Settings =>
  named(read(Sections.extend({ $schema: Given.shape.$schema }), file), context);

/** Reads the sections that `choreography.json` has, none if there is no such file. Throws an InputError likewise. */
export const givenSettings = (context: Context = {}, file = 'choreography.json'): GivenSettings =>
  existsSync(file) ? named(read(Given, file), context) : { allow: [] };

/**
 * Settings with the names of a deployment: `{-stage}` in one is replaced by a hyphen and the context's `stage`, or by nothing
 * without one.
 */
function named<Of extends GivenSettings>(settings: Of, context: Context): Of {
  const { sample, monitor, deadLetters, cost } = settings;
  return {
    ...settings,
    ...(sample?.bus !== undefined && { sample: { ...sample, bus: inContext(sample.bus, context) } }),
    ...(monitor && { monitor: mapStrings(monitor, context) }),
    ...(deadLetters && { deadLetters: mapStrings(deadLetters, context) }),
    ...(cost && { cost: { paths: cost.paths.map((path) => withFunction(path, context)) } }),
  };
}

const withFunction = <Path extends { readonly function?: string | undefined }>(path: Path, context: Context): Path =>
  path.function === undefined ? path : { ...path, function: inContext(path.function, context) };

const mapStrings = <Names extends object>(names: Names, context: Context): Names =>
  Object.fromEntries(
    Object.entries(names).map(([key, value]) => [key, typeof value === 'string' ? inContext(value, context) : value]),
  ) as Names;

const inContext = (text: string, context: Context): string =>
  text.replaceAll(/\{-([\w-]+)\}/g, (_, name: string) => (context[name] ? `-${context[name]}` : ''));

/** Reads how to synthesize, and what `check` allows: nothing if there is no such file. */
export const readProjectSettings = (file = 'choreography.json'): z.output<typeof ProjectSettings> =>
  existsSync(file) ? read(ProjectSettings, file) : { allow: [] };

function read<Shape extends z.ZodType>(shape: Shape, file: string): z.output<Shape> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(
      `${file} cannot be read: ${(error as Error).message}. Run the command where the project's choreography.json is.`,
    );
  }
  const settings = shape.safeParse(json);
  if (settings.success) return settings.data;
  const wrong = settings.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole file'}: ${message}`);
  throw new InputError(`${file} cannot be used. ${wrong.join('; ')}.`);
}
