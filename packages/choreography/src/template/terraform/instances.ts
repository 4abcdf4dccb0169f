import { asObject, isObject } from '#template/document/as-object.ts';
import type {
  ConfiguredModule,
  ConfiguredResource,
  PlanDocument,
  PlannedModule,
  PlannedResource,
} from './plan-document.ts';

/** One call of a module. The root module is called once, without a name. */
export interface ModuleInstance {
  /** Such as `module.depot["north"]`; empty for the root module. */
  readonly address: string;
  readonly parent: ModuleInstance | undefined;
  /** The name by which its parent calls it. */
  readonly call: string;
  /** The key of the call's `count` or `for_each`. */
  readonly index: string | number | undefined;
  /** Undefined in a state, which holds no configuration. */
  readonly configuration: ConfiguredModule | undefined;
}

/** One instance of a resource or data source, with what is known of it. */
export interface Instance extends Pick<PlannedResource, 'address' | 'mode' | 'type' | 'name'> {
  readonly index: string | number | undefined;
  readonly module: ModuleInstance;
  readonly values: Readonly<Record<string, unknown>>;
  /** In the shape of the values: true for what is known only when it is applied. */
  readonly unknown: unknown;
  readonly configured: ConfiguredResource | undefined;
}

/** All that a plan or a state will make or has made, data sources too. What it removes is not there. */
export function instancesOf(document: PlanDocument): Instance[] {
  const changes = new Map((document.resource_changes ?? []).map(({ address, change }) => [address, change]));
  const found = new Map<string, Instance>();
  const collect = (planned: PlannedModule | undefined, module: ModuleInstance) => {
    for (const { address, mode, type, name, index, values = {} } of planned?.resources ?? []) {
      if (found.has(address)) continue;
      const { after, after_unknown: unknown } = changes.get(address) ?? {};
      const configured = module.configuration?.resources?.find(
        (each) => each.type === type && each.name === name && (each.mode ?? 'managed') === mode,
      );
      const known = isObject(after) ? after : values;
      found.set(address, { address, mode, type, name, index, module, values: known, unknown, configured });
    }
    for (const child of planned?.child_modules ?? []) collect(child, moduleAt(child.address ?? '', module));
  };
  const root = { address: '', parent: undefined, call: '', index: undefined };
  const top: ModuleInstance = { ...root, configuration: document.configuration?.root_module };
  collect(document.planned_values?.root_module ?? document.values?.root_module, top);
  // Data that was read while it was planned.
  collect(onlyData(document.prior_state?.values?.root_module), top);
  return [...found.values()];
}

function moduleAt(address: string, parent: ModuleInstance): ModuleInstance {
  const own = address.slice(parent.address === '' ? 0 : parent.address.length + 1);
  const [, call = '', key] = /^module\.([^.[]+)(?:\[(.*)\])?$/s.exec(own) ?? [];
  const index = key === undefined ? undefined : (JSON.parse(key) as string | number);
  const configuration = parent.configuration?.module_calls?.[call]?.module;
  return { address, parent, call, index, configuration };
}

const onlyData = (planned: PlannedModule | undefined): PlannedModule | undefined =>
  planned && {
    ...planned,
    resources: (planned.resources ?? []).filter(({ mode }) => mode === 'data'),
    child_modules: (planned.child_modules ?? []).flatMap((child) => onlyData(child) ?? []),
  };

/** What is at a path in values, masks and expressions alike; a block that occurs once may be written without a list. */
export function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((within, step) => {
    if (within === true) return true;
    if (Array.isArray(within)) return typeof step === 'number' ? within[step] : at(within[0], [step]);
    return typeof step === 'number' ? (step === 0 ? within : undefined) : asObject(within)[step];
  }, value);
}
