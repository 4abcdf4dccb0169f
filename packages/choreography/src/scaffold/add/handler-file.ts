import { asDraft2020 } from '#check/contract/as-draft-2020.ts';
import { misfits } from '#check/contract/misfits.ts';
import type { EventFacts, ParticipantFacts } from '#scaffold/project/read-project.ts';
import { importLine } from '#scaffold/syntax/imports.ts';
import { readTemplate } from '#scaffold/template-files.ts';
import { inWords, TEMPLATE_WORDS } from '#scaffold/template-words.ts';

interface Handled {
  /** Whether it answers HTTP requests. */
  readonly http: boolean;
  /** The event whose data it accepts. */
  readonly accepted: EventFacts;
  readonly says: readonly EventFacts[];
  readonly key: string;
}

/**
 * A job's handler: it keeps nothing, and says the first of its events of which all fields are known. What it decides is still to be
 * written.
 */
export function handlerFile(
  participant: ParticipantFacts,
  job: string,
  { http, accepted, says, key }: Handled,
): string {
  if (http) return httpHandler(participant, job, accepted, key);
  const said = says.find((event) => misfits(asDraft2020(accepted.schema), asDraft2020(event.schema)).length === 0);
  const fields = fieldsOf(said ?? accepted, said ? undefined : key);
  const imports = said
    ? [
        `import { handle, say } from 'choreography/jobs';`,
        importLine({ name: said.constant, from: `../../${said.file}` }),
      ]
    : [`import { handle } from 'choreography/jobs';`];
  return [
    ...imports,
    `import { ${participant.constant} } from './participant.ts';`,
    '',
    '/** Still to be written: what it keeps, and what it says of it. */',
    `export const handler = handle(${participant.constant}, '${job}', async (${said ? `{ ${fields} }` : ''}) => ({`,
    '  writes: [],',
    `  events: [${said ? `say(${said.constant}, { ${fields} })` : ''}],`,
    '}));',
    '',
  ].join('\n');
}

const fieldsOf = ({ schema }: EventFacts, key: string | undefined): string =>
  key ?? ((schema.required as string[] | undefined) ?? []).join(', ');

/** The handler of the template that answers HTTP requests, for another participant. */
function httpHandler(participant: ParticipantFacts, job: string, { constant, file }: EventFacts, key: string): string {
  const from = TEMPLATE_WORDS;
  const text = readTemplate(`functions/${from.participants[0]}/${from.jobs[0]}.ts`)
    .replaceAll('../../events/repair-case-opened.ts', `../../${file}`)
    .replaceAll('repairCaseId: data.repairCaseId', `${key.split('.').at(-1)}: data.${key}`)
    .replaceAll('data.repairCaseId', `data.${key}`)
    .replaceAll('a repair case over HTTP', 'a request over HTTP');
  return inWords({
    ...from,
    participants: [participant.name, from.participants[1]],
    jobs: [job, from.jobs[1]],
    events: [constant, from.events[1], from.events[2]],
  })(text);
}
