import { checkDepth, checkReferences } from './check-references.ts';
import { type ReadOptions, warn } from './collect-problems.ts';
import { asObject } from './document/as-object.ts';
import { withLoops } from './for-each.ts';
import { INCLUDE, included, withIncludes } from './includes.ts';
import { InputError } from './input-error.ts';
import { withLocalDefinitions } from './local-definitions.ts';
import { checkResources } from './parse-template.ts';
import { translateSam } from './sam/translate-sam.ts';
import type { Template, TemplateResource } from './template.ts';

const SAM = 'AWS::Serverless-2016-10-31';
const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

/** Transforms that add no event, rule or policy of theirs (CloudFormation user guide: "Transform reference"). */
const WITHOUT_EFFECT = ['AWS::CodeDeployBlueGreen', 'AWS::SecretsManager'];

/**
 * A template as it would be deployed: what it includes is there, loops are written out, SAM is translated to plain resources. Throws an
 * InputError, which begins with `file`, when it asks for a transform that is not known, or its resources refer to each other in a circle. A
 * transform that is to be ignored, or whose error is taken, is left out.
 */
export function prepareTemplate(file: string, written: Template, options: ReadOptions = {}): Template {
  const { hasTransform } = checkDepth(file, written);
  const { ignoreTransforms = [], onProblem } = options;
  const attempt = <Value>(name: string, value: () => Value, without: Value): Value => {
    if (ignoreTransforms.includes(name)) return without;
    try {
      return value();
    } catch (error) {
      if (!onProblem || !(error instanceof InputError)) throw error;
      onProblem(error);
      return without;
    }
  };
  const transforms = [written.Transform ?? []].flat().map((transform) => {
    const name = typeof transform === 'string' ? transform : String(asObject(transform).Name);
    return { name, transform };
  });
  for (const { name } of transforms) attempt(name, () => checkKnown(file, name), undefined);
  const asks = (name: string) => transforms.some((each) => each.name === name && !ignoreTransforms.includes(name));
  let template = written;
  for (const { name, transform } of transforms)
    if (name === INCLUDE)
      template = attempt(name, () => ({ ...(included(transform, file) as object), ...template }), template);
  if (hasTransform || template !== written)
    template = attempt(
      INCLUDE,
      () => withIncludes(template, file) as Template,
      withoutTransforms(template) as Template,
    );
  if (asks(LANGUAGE_EXTENSIONS)) template = withLoops(file, template);
  checkNoneIsLeft(file, template);
  checkResources(file, template);
  if (asks(SAM)) template = translateSam(template, file, (sentence) => warn(options, sentence));
  template = withLocalDefinitions(template, file);
  checkReferences(file, template);
  return template;
}

function checkKnown(file: string, name: string): void {
  if (name === SAM || name === INCLUDE || name.startsWith(LANGUAGE_EXTENSIONS)) return;
  if (WITHOUT_EFFECT.some((known) => name.startsWith(known))) return;
  throw new InputError(
    `${file} asks for the transform "${name}", which these tools do not know: give the processed template, or read on without it by --ignore-transform ${name}.`,
  );
}

/** Refuses loops and transforms of resources that the template's own transforms have not expanded. */
function checkNoneIsLeft(file: string, { Resources, Transform }: Template): void {
  const loop = firstResource(Resources, (_, key) => key.startsWith('Fn::ForEach'));
  if (loop !== undefined)
    throw new InputError(
      `${file}: ${loop} repeats resources, and the template does not ask for it: it needs "Transform: ${LANGUAGE_EXTENSIONS}".`,
    );
  const all = [Transform ?? []].flat();
  if (all.includes(SAM)) return;
  const id = firstResource(Resources, ({ Type }) => String(Type).startsWith('AWS::Serverless::'));
  if (id !== undefined)
    throw new InputError(
      `${file} has resources of SAM (${id} is of the type ${Resources[id]?.Type}), and does not ask for their transform, without which CloudFormation refuses them: it needs "Transform: ${SAM}".`,
    );
}

/** The logical id of the first resource of which something is so. */
function firstResource(
  resources: Template['Resources'],
  isIt: (resource: TemplateResource, id: string) => boolean,
): string | undefined {
  for (const id in resources) if (isIt(resources[id] as TemplateResource, id)) return id;
  return undefined;
}

/** A copy of a value without its transforms. */
function withoutTransforms(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTransforms);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      name === 'Fn::Transform' ? [] : [[name, withoutTransforms(inner)]],
    ),
  );
}
