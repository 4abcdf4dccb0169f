import { InputError } from '#template/input-error.ts';
import { translateSam } from '#template/sam/translate-sam.ts';
import type { Template } from '#template/template.ts';
import { differences } from './compare-translations.ts';
import type { Answer } from './install-translator.ts';

/**
 * In what our translation of a template differs from the translator's answer. Empty when in nothing. Which of several
 * mistakes in one resource is told is no difference.
 */
export function tellDifferences(template: Template, answer: Answer): string[] {
  const ours = translated(template);
  if ('refusals' in answer) return 'refusals' in ours ? [] : [`refused by SAM alone: ${answer.refusals.join(' ')}`];
  if ('refusals' in ours) return [`refused by us alone: ${ours.refusals.join(' ')}`];
  return differences(ours.template, answer.template);
}

/** Our translation, or the sentences with which it is refused. */
export function translated(template: Template): Answer {
  try {
    return { template: translateSam(template) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { refusals: error.message.split('\n') };
  }
}
