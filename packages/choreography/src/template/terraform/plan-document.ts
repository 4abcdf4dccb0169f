import { isObject } from '#template/document/as-object.ts';

/** A resource of a plan or state, as `terraform show -json` writes it. OpenTofu writes the same. */
export interface PlannedResource {
  /** Such as `module.depot["north"].aws_sqs_queue.sort[0]`. */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** The key of `count` or `for_each`. */
  readonly index?: string | number;
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface PlannedModule {
  readonly address?: string;
  readonly resources?: readonly PlannedResource[];
  readonly child_modules?: readonly PlannedModule[];
}

/** What the configuration says of a value: a constant, or what it refers to. Blocks hold more of them. */
export interface Expression {
  readonly constant_value?: unknown;
  readonly references?: readonly string[];
}
export type Expressions = Readonly<Record<string, unknown>>;

export interface ConfiguredResource {
  readonly address: string;
  readonly mode?: string;
  readonly type: string;
  readonly name: string;
  readonly provider_config_key?: string;
  readonly expressions?: Expressions;
  readonly for_each_expression?: Expression;
}

export interface ModuleCall {
  readonly expressions?: Expressions;
  readonly for_each_expression?: Expression;
  readonly module?: ConfiguredModule;
}

export interface ConfiguredModule {
  readonly resources?: readonly ConfiguredResource[];
  readonly outputs?: Readonly<Record<string, { readonly expression?: Expression }>>;
  readonly module_calls?: Readonly<Record<string, ModuleCall>>;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A plan or a state (Terraform documentation: "JSON Output Format", format version 1). */
export interface PlanDocument {
  readonly format_version: string;
  readonly terraform_version?: string;
  /** Of a plan. */
  readonly planned_values?: { readonly root_module?: PlannedModule };
  readonly prior_state?: { readonly values?: { readonly root_module?: PlannedModule } };
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly after?: unknown; readonly after_unknown?: unknown };
  }[];
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly configuration?: {
    readonly provider_config?: Readonly<Record<string, { readonly expressions?: Expressions }>>;
    readonly root_module?: ConfiguredModule;
  };
  /** Of a state. */
  readonly values?: { readonly root_module?: PlannedModule };
}

/** Whether a JSON document is a plan or a state that `terraform show -json` wrote. */
export const isPlanDocument = (content: unknown): content is PlanDocument =>
  isObject(content) &&
  typeof content.format_version === 'string' &&
  (isObject(content.planned_values) || isObject(content.values) || typeof content.terraform_version === 'string');
