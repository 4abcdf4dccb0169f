import { count } from '#monitor/page/time/in-words.ts';
import type { FlowEvent } from './flow.ts';
import type { Focus, Highlight } from './focus.ts';
import type { Box } from './layout.ts';

/** An event with how often it was heard, as a link that looks at it, or away from it. */
export function EventBox({
  event: { key, type, heardBy },
  at,
  heard,
  lit,
  focus,
}: {
  event: FlowEvent;
  at: Box | undefined;
  heard: number;
  lit: Highlight | undefined;
  focus: Focus | undefined;
}) {
  if (!at) return null;
  const looked = focus?.kind === 'event' && focus.key === key;
  return (
    <a
      href={looked ? '/map' : `/map?event=${encodeURIComponent(key)}`}
      class={`event ${heardBy.length === 0 ? 'event-unheard' : ''} ${lit?.events.has(key) === false ? 'is-dim' : ''}`}
      aria-current={looked ? 'true' : undefined}
      style={{ left: `${at.x}px`, top: `${at.y}px`, width: `${at.width}px`, height: `${at.height}px` }}
      title={key}
    >
      <span class="event-type">{type}</span>
      <span class="event-count">
        {count(heard)}
        <span class="aloud"> heard</span>
      </span>
    </a>
  );
}
