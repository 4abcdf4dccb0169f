import { asObject, isObject } from '#template/document/as-object.ts';
import { idHash } from '#template/sam/hash.ts';
import { refuse } from '#template/sam/refusal.ts';
import { type SamResource, withDefaults } from '#template/sam/resources.ts';

/** An OpenAPI or Swagger document. */
export type Definition = Readonly<Record<string, unknown>>;

/**
 * The document of an API: the one that is written, as it is, else one made of the routes of functions. With
 * `MergeDefinitions` the routes are added to what is written, and win.
 */
export function definitionOf({ id, properties, routes }: SamResource, empty: Definition): Definition {
  const { DefinitionBody, MergeDefinitions } = properties;
  const own = routes[id] ?? {};
  if (DefinitionBody === undefined) return { ...empty, paths: own };
  if (MergeDefinitions !== true) return DefinitionBody;
  const paths: Record<string, unknown> = { ...asObject(DefinitionBody.paths) };
  for (const [path, methods] of Object.entries(own)) paths[path] = withMethods(asObject(paths[path]), methods);
  return { ...DefinitionBody, paths };
}

const withMethods = (written: Definition, methods: Definition): Definition => ({
  ...written,
  ...Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [name, { ...asObject(written[name]), ...asObject(method) }]),
  ),
});

/** The document's place in S3. */
export function s3Location(id: string, uri: unknown): unknown {
  if (isObject(uri)) {
    if (!uri.Bucket || !uri.Key) refuse(id, "'DefinitionUri' requires Bucket and Key properties to be specified.");
    const { Bucket, Key, Version } = uri;
    return { Bucket, Key, ...(Version !== undefined && { Version }) };
  }
  const [, Bucket, Key, Version] = /^s3:\/\/([^/?]+)\/([^?]+)(?:\?versionId=(.+))?$/i.exec(String(uri)) ?? [];
  if (!Bucket)
    refuse(
      id,
      "'DefinitionUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.",
    );
  return { Bucket, Key, ...(Version !== undefined && { Version }) };
}

/** Refuses a document that is given twice, and a property that needs one in the template when it is elsewhere. */
export function checkDefinition({ id, properties }: SamResource, needing: Readonly<Record<string, string>>): void {
  if (properties.DefinitionUri === undefined) return;
  if (properties.DefinitionBody !== undefined)
    refuse(id, "Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
  if (properties.MergeDefinitions === true)
    refuse(id, "Cannot set 'MergeDefinitions' to True when using `DefinitionUri`.");
  for (const [name, kind] of Object.entries(needing))
    if (properties[name] !== undefined)
      refuse(id, `${name} works only with inline ${kind} specified in 'DefinitionBody' property.`);
}

/** What a stage's name adds to a logical id: itself if it is letters and digits, its hash otherwise, nothing if it is not known. */
export function stageInId(template: SamResource['template'], name: unknown): string {
  const stage = withDefaults(template, name);
  if (typeof stage !== 'string') return '';
  return /^[\p{L}\p{N}]+$/u.test(stage) ? stage : idHash(stage);
}

/** The logical id of a stage. */
export function stageId({ id, template }: SamResource, name: unknown): string {
  const part = stageInId(template, name);
  return part === withDefaults(template, name) || part === '' ? `${id}${part}Stage` : `${id}Stage${part}`;
}
