import { count } from '#monitor/page/time/in-words.ts';
import type { FlowParticipant } from './flow.ts';
import type { Focus, Highlight } from './focus.ts';
import { BOX, type Box } from './layout.ts';

/** A participant with its jobs, as a link that looks at it, or away from it. */
export function ParticipantBox({
  participant: { name, outside, jobs },
  at,
  failing,
  lit,
  focus,
}: {
  participant: FlowParticipant;
  at: Box | undefined;
  /** Dead letters by `participant/job`. */
  failing: ReadonlyMap<string, number>;
  lit: Highlight | undefined;
  focus: Focus | undefined;
}) {
  if (!at) return null;
  const looked = focus?.kind === 'participant' && focus.name === name;
  const fails = jobs.some((job) => failing.has(`${name}/${job.name}`));
  return (
    <a
      href={looked ? '/map' : `/map?participant=${encodeURIComponent(name)}`}
      class={`box ${outside ? 'box-outside' : ''} ${fails ? 'is-failed' : ''} ${lit?.participants.has(name) === false ? 'is-dim' : ''}`}
      aria-current={looked ? 'true' : undefined}
      style={{ left: `${at.x}px`, top: `${at.y}px`, width: `${at.width}px`, height: `${at.height}px` }}
    >
      <span class="box-name" style={{ height: `${BOX.head}px` }}>
        {name}
        {outside && <span class="box-note">outside</span>}
      </span>
      {jobs.map((job) => {
        const letters = failing.get(`${name}/${job.name}`);
        return (
          <span key={job.name} class={`box-job ${letters ? 'is-failed' : ''}`} style={{ height: `${BOX.job}px` }}>
            <span class="box-job-name">{job.name}</span>
            {letters ? (
              <span class="box-letters">
                {count(letters)}
                <span class="aloud"> set aside</span>
              </span>
            ) : (
              job.schedule && <span class="box-note">{job.schedule.replace(/^rate\((.*)\)$/, '$1')}</span>
            )}
          </span>
        );
      })}
    </a>
  );
}
