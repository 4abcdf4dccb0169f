import type { RecordedEvent } from '#monitor/api-types.ts';
import { Scrolled } from '#monitor/page/marks/scrolled.tsx';
import { timeOfDay } from '#monitor/page/time/in-words.ts';
import './event-data.css';

/** What the monitor puts in place of personal data. */
const MASK = '***';

/** An event's data and where it came from. Personal data was masked before it got here. */
export function EventData({ event, now }: { event: RecordedEvent; now: number }) {
  const { eventId, causationId, source, type, at, data } = event;
  return (
    <div class="event-data">
      <dl>
        <div>
          <dt>Source</dt>
          <dd>{source}</dd>
        </div>
        <div>
          <dt>At</dt>
          <dd>
            {timeOfDay(at, now)} <span class="event-iso">{at}</span>
          </dd>
        </div>
        <div>
          <dt>Event id</dt>
          <dd>{eventId}</dd>
        </div>
        <div>
          <dt>Caused by</dt>
          <dd>{causationId ?? 'nothing that was heard'}</dd>
        </div>
      </dl>
      <Scrolled class="event-json" label={`Data of ${type}`}>
        <pre>
          <Value value={data} indent="" />
        </pre>
      </Scrolled>
    </div>
  );
}

function Value({ value, indent }: { value: unknown; indent: string }) {
  if (value === MASK) return <span class="json-masked">masked</span>;
  if (value === null || typeof value !== 'object')
    return <span class={`json-${typeof value}`}>{JSON.stringify(value) ?? 'nothing'}</span>;
  const entries = Object.entries(value);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) return <>{open + close}</>;
  const deeper = `${indent}  `;
  return (
    <>
      {open}
      {'\n'}
      {entries.map(([key, each], i) => (
        <>
          {deeper}
          {!Array.isArray(value) && (
            <>
              <span class="json-key">{key}</span>:{' '}
            </>
          )}
          <Value value={each} indent={deeper} />
          {i < entries.length - 1 ? ',' : ''}
          {'\n'}
        </>
      ))}
      {indent}
      {close}
    </>
  );
}
