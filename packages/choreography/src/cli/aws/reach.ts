import { type Context, type GivenSettings, givenSettings } from '#cli/project/settings.ts';
import { isThisMachine } from '#local/gateway/is-this-machine.ts';
import { InputError } from '#template/input-error.ts';
import { type Access, accessTo, awsItself, LOCAL_ENDPOINT } from './endpoint.ts';
import { answers, type RunningRuntime, runningHere } from './running-runtimes.ts';

/** The options by which a command finds its target. */
export interface TargetOptions {
  readonly endpointUrl?: string;
  readonly context?: Context;
}

/** Where that is. */
export interface Target {
  readonly access: Access;
  readonly settings: GivenSettings;
  readonly context: Context;
}

/**
 * Where a command works, and the names that things have there: the endpoint that was asked for, else AWS_ENDPOINT_URL, else the local
 * runtime that runs in this folder (in that context, if one is given), else one at the usual port, else AWS itself. Throws an
 * InputError when there are several, or what was asked for is no URL.
 */
export async function resolveTarget({ endpointUrl, context: given = {} }: TargetOptions): Promise<Target> {
  const asked = endpointUrl ?? (process.env.AWS_ENDPOINT_URL || undefined);
  const here = await runningHere();
  const found = here.filter((each) => (asked === undefined ? isIn(each, given) : isAt(each, asked)));
  if (found.length > 1)
    throw new InputError(
      `Several local runtimes run in this folder: say which with --endpoint-url. ${found.map(described).join('; ')}.`,
    );
  const [runtime] = found;
  const context = { ...runtime?.context, ...given };
  const settings = givenSettings(context);
  const endpoint = asked ?? runtime?.endpoint;
  if (endpoint !== undefined) return { access: accessTo(endpoint), settings, context };
  // A runtime of this folder that is in another context is not meant.
  const isOther = here.some((each) => isAt(each, LOCAL_ENDPOINT));
  return {
    access: !isOther && (await answers(LOCAL_ENDPOINT)) ? accessTo(LOCAL_ENDPOINT) : awsItself(),
    settings,
    context,
  };
}

const isIn = (runtime: RunningRuntime, context: Context): boolean =>
  Object.entries(context).every(([name, value]) => runtime.context[name] === value);

const isAt = ({ endpoint }: RunningRuntime, url: string): boolean =>
  URL.canParse(url) && new URL(url).port === new URL(endpoint).port && isThisMachine(new URL(url).hostname);

const described = ({ endpoint, context }: RunningRuntime): string =>
  [endpoint, ...Object.entries(context).map(([name, value]) => `-c ${name}=${value}`)].join(' ');
