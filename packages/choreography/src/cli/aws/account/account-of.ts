import { resolveTarget } from '#cli/aws/reach.ts';
import type { SystemOptions } from '#cli/map/read-system.ts';
import type { NamedTemplate } from '#template/template.ts';
import { readAccount } from './read-account.ts';

/**
 * What runs where the options say: at an endpoint, in the local runtime of this folder, or on AWS in a profile's account. Of
 * several regions one is read: the one that is asked for, or else the profile's.
 */
export async function accountOf(
  { endpointUrl, profile, region }: SystemOptions,
  given: readonly NamedTemplate[] = [],
): Promise<NamedTemplate[]> {
  // The SDK reads the profile from there; who names one means AWS itself, unless an endpoint is named too.
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
  const isAws = profile !== undefined && endpointUrl === undefined && !process.env.AWS_ENDPOINT_URL;
  const access = isAws ? {} : (await resolveTarget(endpointUrl === undefined ? {} : { endpointUrl })).access;
  return readAccount({ ...access, ...(region !== undefined && { region }) }, given);
}
