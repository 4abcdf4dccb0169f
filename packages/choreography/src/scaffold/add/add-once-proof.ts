import { specifier } from '#scaffold/project/draft.ts';
import { onceProof, proofFiles } from '#scaffold/project/places.ts';
import type { Plan } from '#scaffold/project/plan.ts';
import type { ParticipantFacts } from '#scaffold/project/read-project.ts';
import { insert } from '#scaffold/syntax/edit.ts';
import { addToList } from '#scaffold/syntax/list.ts';

/** The file for the proofs in a project that has none. */
const FILE = 'test/once.test.ts';

/** Adds a job to the proofs that jobs act once, and a test that is still to be written. */
export function addOnceProof({ draft }: Plan, participant: ParticipantFacts, job: string): void {
  const proof = onceProof(draft, participant.constant);
  const path = proof?.path ?? proofFiles(draft)[0] ?? FILE;
  if (draft.text(path) === undefined) draft.create(path, '');
  const handler = `'${job}': () => import('${specifier(path, `functions/${participant.name}/${job}.ts`)}')`;
  draft.edit(
    path,
    (module) => {
      const found = proof?.find(module);
      if (found) return addToList(module, found.handlers, handler);
      return insert(
        module.text.length,
        `${module.text ? '\n' : ''}provesOnce(${participant.constant}, {\n  handlers: {\n    ${handler},\n  },\n});\n`,
      );
    },
    [
      { name: 'provesOnce', from: 'choreography/testing' },
      { name: participant.constant, from: specifier(path, participant.file) },
    ],
  );
  draft.edit(
    path,
    ({ text }) =>
      insert(
        text.length,
        `${text ? '\n' : ''}test.todo('${participant.name}/${job}: what it keeps, and what it says');\n`,
      ),
    [{ name: 'test', from: 'vitest' }],
  );
}
