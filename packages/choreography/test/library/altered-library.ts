import { readTemplates } from '#template/read-templates.ts';
import { synthesized } from '#testing/synthesized.ts';
import { AlteredChoreography } from '../check/altered-choreography.ts';

const asSynthesized = readTemplates([await synthesized(import.meta.dirname, { staff: true })]);

/** The templates of the library with its staff, open to change. */
export class AlteredLibrary extends AlteredChoreography {
  constructor() {
    super(asSynthesized, 'Library');
  }
}
