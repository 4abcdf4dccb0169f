/** A CloudFormation template, as far as the tools read it. */
export interface Template {
  readonly Transform?: unknown;
  readonly Globals?: unknown;
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>;
  readonly Mappings?: Readonly<Record<string, Record<string, Record<string, unknown>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Condition?: string; Export?: { Name: unknown } }>>;
}

export interface TemplateParameter {
  readonly Type?: string;
  readonly Default?: unknown;
  readonly AllowedValues?: readonly unknown[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** A template with the name that it goes by: what can be known of a stack without its files. */
export interface NamedTemplate {
  readonly name: string;
  readonly template: Template;
  /** The `AWS::CloudFormation::Stack` resource that makes this stack, when another one does. */
  readonly nestedIn?: { readonly template: string; readonly id: string };
  /** Where it is deployed, as far as it is known. */
  readonly environment?: { readonly account?: string; readonly region?: string };
  /** The CDK stage that it is part of, such as one of several copies of a system. */
  readonly stage?: string;
  /** Values of parameters, which win over their defaults. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** One stack of a system: its template, and the files that the template names by S3 key. */
export interface Stack extends NamedTemplate {
  /** S3 object key (such as `HASH.zip`) to the file or folder that holds the asset. */
  readonly assets: ReadonlyMap<string, string>;
  /** The template's file, where it was read by itself. */
  readonly file?: string;
}
