import { asObject } from './as-object.ts';
import { checkReferences } from './check-references.ts';
import { InputError } from './input-error.ts';
import { translateSam } from './sam/translate-sam.ts';
import type { Template } from './template.ts';

export const SAM = 'AWS::Serverless-2016-10-31';

/** Transforms that add no event, rule or policy of theirs (CloudFormation user guide: "Transform reference"). */
const WITHOUT_EFFECT = ['AWS::LanguageExtensions', 'AWS::CodeDeployBlueGreen', 'AWS::SecretsManager'];

/**
 * A template as it would be deployed: SAM translated to plain resources. Throws an InputError, which begins with `file`,
 * when it asks for a transform that is not known, or its resources refer to each other in a circle.
 */
export function prepareTemplate(file: string, written: Template): Template {
  const transforms = Array.isArray(written.Transform)
    ? written.Transform
    : written.Transform
      ? [written.Transform]
      : [];
  for (const transform of transforms) {
    const name = typeof transform === 'string' ? transform : String(asObject(transform).Name);
    if (name !== SAM && !WITHOUT_EFFECT.some((known) => name.startsWith(known)))
      throw new InputError(
        `${file} asks for the transform ${name}, which these tools do not know: give the processed template.`,
      );
  }
  const template = transforms.includes(SAM) ? translateSam(written, file) : written;
  checkReferences(file, template);
  return template;
}
