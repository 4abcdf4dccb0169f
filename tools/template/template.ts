/** A CloudFormation template, as far as the tools read it. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { Type?: string; Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, Record<string, Record<string, unknown>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Export?: { Name: unknown } }>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** One stack of a system: its template, and the files that the template names by S3 key. */
export interface Stack {
  readonly name: string;
  readonly template: Template;
  /** S3 object key (such as `HASH.zip`) to the file or folder that holds the asset. */
  readonly assets: ReadonlyMap<string, string>;
}
