import { asDraft2020 } from '#check/contract/as-draft-2020.ts';
import { misfits } from '#check/contract/misfits.ts';
import type { EventFacts, ParticipantFacts } from '#scaffold/project/read-project.ts';
import { importLine } from '#scaffold/syntax/imports.ts';

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
  if (http) return httpHandler(participant, job, accepted);
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

/** A handler that says the event whose data it is sent. */
const httpHandler = (participant: ParticipantFacts, job: string, { constant, file }: EventFacts): string =>
  [
    `import { handleHttp, say } from 'choreography/jobs';`,
    importLine({ name: constant, from: `../../${file}` }),
    `import { ${participant.constant} } from './participant.ts';`,
    '',
    '/** Still to be written: what it keeps, and what it refuses. It takes the data of its event over HTTP (`POST /`). */',
    `export const handler = handleHttp(${participant.constant}, '${job}', async (data) => ({`,
    '  writes: [],',
    `  events: [say(${constant}, data)],`,
    '}));',
    '',
  ].join('\n');
