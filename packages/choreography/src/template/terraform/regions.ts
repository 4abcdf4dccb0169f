import { asObject } from '#template/document/as-object.ts';
import { parseArn } from '#template/system/arn.ts';
import { at, type Instance } from './instances.ts';
import type { PlanDocument } from './plan-document.ts';

/** Finds the region and account of a resource from its own attribute, its ARN or its provider. */
export function regionsOf(document: PlanDocument, instances: readonly Instance[]) {
  const providers = document.configuration?.provider_config ?? {};
  const ofProvider = ({ configured }: Instance): string | undefined => {
    const region = asObject(at(providers[configured?.provider_config_key ?? '']?.expressions, ['region']));
    const [variable] = (region.references as readonly string[] | undefined) ?? [];
    return text(region.constant_value ?? document.variables?.[variable?.replace(/^var\./, '') ?? '']?.value);
  };
  const isGlobal = ({ type }: Instance) => type.startsWith('aws_iam_');
  const ownRegion = (instance: Instance): string | undefined =>
    isGlobal(instance)
      ? undefined
      : (text(instance.values.region) ?? text(arnOf(instance)?.region) ?? ofProvider(instance));
  const known = instances.flatMap((instance) => ownRegion(instance) ?? []);
  const several = new Set(known).size > 1;
  const accounts = new Set(instances.flatMap((instance) => text(arnOf(instance)?.account) ?? []));
  const [account] = accounts;
  return {
    /** Of several regions the first one goes without saying. */
    mainRegion: several ? known[0] : undefined,
    /** A global resource is in no region's stack. If all others are in one region, resources without a region are in it, too. */
    regionOf: (instance: Instance): string | undefined =>
      several && isGlobal(instance) ? undefined : (ownRegion(instance) ?? known[0]),
    accountOf: (instance: Instance): string | undefined =>
      text(arnOf(instance)?.account) ?? (accounts.size === 1 ? account : undefined),
  };
}

const arnOf = ({ values }: Instance) => (typeof values.arn === 'string' ? parseArn(values.arn) : undefined);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
