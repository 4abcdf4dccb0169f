import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import type { GivenSettings, Settings } from '#cli/project/settings.ts';
import { InputError } from '#template/input-error.ts';
import type { Access } from './endpoint.ts';
import { CLIENT_CONFIG } from './requests.ts';
import { whyUnreachable } from './why-unreachable.ts';

/** How the monitor's stack calls the function of its API, after the name of the bus. */
const API = '_monitor_api';

/**
 * The functions of the monitor: those that choreography.json names, or else those at the endpoint that are called as the monitor's
 * stack calls them, of one bus if several have a monitor. Throws an InputError that names what there is to choose from.
 */
export async function findMonitor(
  access: Access,
  { monitor }: Pick<GivenSettings, 'monitor'>,
  bus?: string,
): Promise<Settings['monitor']> {
  if (monitor && bus === undefined) return monitor;
  const buses = await monitoredBuses(access);
  const found = bus === undefined ? buses : buses.filter((each) => each === bus);
  const [one, another] = found;
  if (one !== undefined && another === undefined) return { function: `${one}${API}`, page: `${one}_monitor_page` };
  const where = access.endpoint ?? 'AWS';
  if (one !== undefined)
    throw new InputError(`Several buses have a monitor at ${where}: choose one with --bus: ${found.join(', ')}.`);
  throw new InputError(
    `There is no monitor${bus === undefined ? '' : ` of the bus "${bus}"`} at ${where}: no function is called BUS${API}. Deploy a monitor there, or name its functions as "monitor" in choreography.json.`,
  );
}

async function monitoredBuses(access: Access): Promise<string[]> {
  const lambda = new LambdaClient({ ...CLIENT_CONFIG, ...access });
  const buses: string[] = [];
  try {
    for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {}))
      for (const { FunctionName = '' } of Functions)
        if (FunctionName.endsWith(API)) buses.push(FunctionName.slice(0, -API.length));
    return buses;
  } catch (error) {
    const { name, message } = error as Error;
    throw new InputError(
      whyUnreachable(error as Error, access.endpoint) ??
        `${access.endpoint ?? 'AWS'} does not list its functions: ${name}: ${message}`,
    );
  } finally {
    lambda.destroy();
  }
}
