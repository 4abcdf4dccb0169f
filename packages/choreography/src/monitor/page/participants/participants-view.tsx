import type { JobHealth, ParticipantsAnswer } from '#monitor/api-types.ts';
import { useInstanceBook } from '#monitor/page/api/instance-book.ts';
import { useProcesses, wordsOf } from '#monitor/page/api/process-list.ts';
import { useLive } from '#monitor/page/api/use-live.ts';
import { groupsOf, missingPath } from '#monitor/page/instances/whats-missing.tsx';
import { Command } from '#monitor/page/marks/command.tsx';
import { Mark } from '#monitor/page/marks/mark.tsx';
import { redriveCommand } from '#monitor/page/marks/redrive-command.ts';
import { Scrolled } from '#monitor/page/marks/scrolled.tsx';
import { useNow } from '#monitor/page/time/clock.ts';
import { count, plural, roughSpan, span, timeOfDay } from '#monitor/page/time/in-words.ts';
import './participants-view.css';

/** How often one asks, in milliseconds. */
const POLL_MS = 3000;

/** How each participant does: what it owes, what its jobs handled and set aside, and how long they take. */
export function ParticipantsView() {
  const { answer, refused } = useLive<ParticipantsAnswer>('/participants', () => POLL_MS);
  const { instances } = useInstanceBook();
  const processes = useProcesses();
  const now = useNow();
  const owed = groupsOf([...instances.values()], now);
  return (
    <>
      <header class="view-head">
        <h1>Participants</h1>
        <p>What each owes, and how its jobs do. Times are from an event to what the job said about it.</p>
      </header>
      {!answer && <p role="status">{refused?.message ?? 'Reading the participants…'}</p>}
      <div class="participants">
        {answer?.participants.map(({ participant, jobs }) => {
          const owes = owed.filter((each) => each.participant === participant);
          const aside = jobs.reduce((sum, { deadLetters }) => sum + deadLetters, 0);
          const look = owes.some(({ late }) => late > 0) ? 'overdue' : aside > 0 || owes.length > 0 ? 'failed' : 'done';
          return (
            <section key={participant} class={`participant is-${look}`} aria-labelledby={`participant-${participant}`}>
              <header>
                <h2 id={`participant-${participant}`}>
                  <Mark of={look} />
                  <a href={`/map?participant=${encodeURIComponent(participant)}`}>{participant}</a>
                </h2>
                <p>
                  {owes.length === 0 && (aside === 0 ? 'Owes nothing.' : `Set ${plural(aside, 'event')} aside.`)}
                  {owes.map(({ process, step, instances: number, late, oldest }) => (
                    <a key={`${process} ${step}`} class="owes" href={missingPath(process, step)}>
                      Owes <strong>{step}</strong> to{' '}
                      {plural(number, wordsOf(processes, process).one, wordsOf(processes, process).many)}
                      {late > 0 && oldest > 0 && `, the oldest ${roughSpan(oldest)} late`}
                    </a>
                  ))}
                </p>
              </header>
              <Scrolled class="table-place" label={`Jobs of ${participant}`}>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Job</th>
                      <th scope="col">Set aside</th>
                      <th scope="col">Last heard</th>
                      <th scope="col">Said</th>
                      <th scope="col">Half within</th>
                      <th scope="col">95 % within</th>
                      <th scope="col">Ever set aside</th>
                    </tr>
                  </thead>
                  <tbody>
                    {jobs.map((job) => (
                      <Job key={job.job} job={job} now={now} />
                    ))}
                  </tbody>
                </table>
              </Scrolled>
              {jobs
                .filter(({ deadLetters }) => deadLetters > 0)
                .map(({ job }) => (
                  <p key={job} class="participant-do">
                    <Command>{redriveCommand(participant, job)}</Command>
                  </p>
                ))}
            </section>
          );
        })}
      </div>
    </>
  );
}

function Job({ job, now }: { job: JobHealth; now: number }) {
  const { job: name, speaks, handled, failed, deadLetters, p50, p95, lastSeen } = job;
  return (
    <tr class={deadLetters > 0 ? 'is-failed' : undefined}>
      <th scope="row">{name}</th>
      <td class="job-aside">{count(deadLetters)}</td>
      {speaks ? (
        <>
          <td title={lastSeen ? timeOfDay(lastSeen, now) : undefined}>
            {lastSeen ? `${roughSpan(now - Date.parse(lastSeen))} ago` : 'never'}
          </td>
          <td>{count(handled)}</td>
          <td>{p50 === null ? '–' : span(p50)}</td>
          <td>{p95 === null ? '–' : span(p95)}</td>
        </>
      ) : (
        <td colSpan={4} class="job-silent">
          says no event, so nobody hears what it did
        </td>
      )}
      <td>{count(failed)}</td>
    </tr>
  );
}
