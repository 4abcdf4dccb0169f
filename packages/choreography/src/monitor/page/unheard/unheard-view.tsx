import { useState } from 'preact/hooks';
import type { PoisonEvent, UnmatchedEvent } from '#monitor/api-types.ts';
import { useLivePages } from '#monitor/page/api/use-live.ts';
import { EventData } from '#monitor/page/instance/event-data.tsx';
import { SetAside } from '#monitor/page/instance/owed-steps.tsx';
import { useNow } from '#monitor/page/time/clock.ts';
import { timeOfDay } from '#monitor/page/time/in-words.ts';
import './unheard-view.css';

/** How often one asks, in milliseconds. */
const POLL_MS = 3000;

/** Events that were not handled: those that no rule matched, and poison events that belong to no instance of a process. */
export function UnheardView() {
  const now = useNow();
  return (
    <>
      <header class="view-head">
        <h1>Unheard</h1>
        <p>
          What was said and reached nobody: somebody speaks and no one listens, or what was said could not be
          understood.
        </p>
      </header>
      <div class="unheard">
        <List<UnmatchedEvent>
          title="Nobody listens"
          path="/unmatched"
          none="Every event had somebody who listens."
          draw={(event) => <Unmatched event={event} now={now} />}
        />
        <List<PoisonEvent>
          title="Poison events of no instance"
          path="/poison"
          none="No event was set aside that belongs to no instance."
          draw={(event) => <Poison event={event} now={now} />}
        />
      </div>
    </>
  );
}

interface Page<T> {
  readonly events: readonly T[];
  readonly cursor: string | null;
}

function List<T extends { readonly eventId: string; readonly at: string }>({
  title,
  path,
  none,
  draw,
}: {
  title: string;
  path: '/unmatched' | '/poison';
  none: string;
  draw: (event: T) => preact.ComponentChild;
}) {
  const [pages, setPages] = useState(1);
  const { answer, refused } = useLivePages<Page<T>>(path, pages, () => POLL_MS);
  const { events, cursor } = answer ?? { events: [], cursor: null };
  const id = `unheard-${path.slice(1)}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {title}
        {events.length > 0 && (
          <span class="unheard-count">
            {events.length}
            {cursor !== null ? '+' : ''}
          </span>
        )}
      </h2>
      {!answer ? (
        <p role="status">{refused?.message ?? 'Reading…'}</p>
      ) : events.length === 0 ? (
        <p class="unheard-none">{none}</p>
      ) : (
        <ol>
          {events.map((event) => (
            <li key={'messageId' in event ? String(event.messageId) : `${event.at} ${event.eventId}`}>{draw(event)}</li>
          ))}
        </ol>
      )}
      {cursor !== null && (
        <button type="button" onClick={() => setPages(pages + 1)}>
          Read earlier ones
        </button>
      )}
    </section>
  );
}

function Unmatched({ event, now }: { event: UnmatchedEvent; now: number }) {
  return (
    <details>
      <summary>
        <strong>{event.type}</strong> <span>{event.source}</span>{' '}
        <time dateTime={event.at}>{timeOfDay(event.at, now)}</time>
      </summary>
      <p>
        No rule but the monitor’s own matched it.{' '}
        {event.key === null ? (
          'It belongs to no instance of a process.'
        ) : (
          <a href={`/?${new URLSearchParams({ q: event.key })}`}>It belongs to {event.key}.</a>
        )}
      </p>
      <EventData event={event} now={now} />
    </details>
  );
}

function Poison({ event, now }: { event: PoisonEvent; now: number }) {
  const { participant, job, type, source, eventId, at, data, error } = event;
  return (
    <details>
      <summary>
        <strong>{type}</strong>{' '}
        <span>
          {participant}/{job}
        </span>{' '}
        <time dateTime={at}>{timeOfDay(at, now)}</time>
        <span class="unheard-error">{error}</span>
      </summary>
      <SetAside failure={event} now={now} />
      <EventData event={{ eventId, source, type, at, causationId: null, participant, job, data }} now={now} />
    </details>
  );
}
