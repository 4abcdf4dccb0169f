import { JOB_METADATA } from '#contracts/template-metadata.ts';
import type { FunctionNode, Participation } from '#graph/graph.ts';
import type { System } from '#template/system/system.ts';
import type { SystemResource } from '#template/system/system-resource.ts';

/** Names everybody on the map. */
export interface ParticipantNames {
  /** The participant and job that a resource is. */
  of(resource: SystemResource): Participation;
  /** The participant of a template. */
  participantOf(template: string): string;
}

/** How a participant and its job are called together. */
export const jobName = ({ participant, job }: Participation): string => `${participant}/${job}`;

/**
 * A function with the metadata `choreography:job` is the participant and job in it. Everything else belongs to the
 * participant of its template, if all functions there are of one, or else to the template itself.
 */
export function nameParticipants(system: System): ParticipantNames {
  const declared = new Map<string, Set<string>>();
  for (const resource of system.resources('AWS::Lambda::Function')) {
    const { participant } = jobOf(resource) ?? {};
    if (participant !== undefined)
      declared.set(resource.template, (declared.get(resource.template) ?? new Set()).add(participant));
  }
  const participantOf = (template: string): string => {
    const participants = declared.get(template);
    return participants?.size === 1 ? ([...participants][0] as string) : template;
  };
  const of = (resource: SystemResource): Participation =>
    jobOf(resource) ?? { participant: participantOf(resource.template), job: resource.id };
  return { of, participantOf };
}

/** Every function of a system. */
export const functionsOf = (system: System, who: ParticipantNames): FunctionNode[] =>
  system.resources('AWS::Lambda::Function').map((resource) => {
    const declared = declarationOf(resource);
    const { participant, job } = who.of(resource);
    return {
      template: resource.template,
      id: resource.id,
      participant,
      job,
      name: resource.identity.ref,
      declared: declared
        ? { emits: declared.emits ?? [], accepts: declared.accepts ?? null, oncePer: declared.oncePer ?? null }
        : null,
    };
  });

interface Declaration {
  readonly participant?: string;
  readonly job?: string;
  readonly emits?: readonly { readonly source: string; readonly type: string; readonly version?: number }[];
  readonly accepts?: unknown;
  readonly oncePer?: string;
}

const declarationOf = (resource: SystemResource): Declaration | undefined =>
  resource.metadata(JOB_METADATA) as Declaration | undefined;

function jobOf(resource: SystemResource): Participation | undefined {
  const declared = declarationOf(resource);
  if (!declared) return undefined;
  const { participant, job } = declared;
  return typeof participant === 'string' && typeof job === 'string' ? { participant, job } : undefined;
}
