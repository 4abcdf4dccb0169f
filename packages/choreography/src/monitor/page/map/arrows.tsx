import type { Highlight } from './focus.ts';
import type { MapLine } from './layout.ts';

/** The lines of the map; those that are aside only when they are lit. */
export function Arrows({
  width,
  height,
  lines,
  lit,
}: {
  width: number;
  height: number;
  lines: readonly MapLine[];
  lit: Highlight | undefined;
}) {
  return (
    <svg width={width} height={height} aria-hidden="true">
      <defs>
        <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0.8 7 4 0 7.2Z" fill="context-stroke" />
        </marker>
      </defs>
      {lines
        .filter(({ aside, key }) => !aside || lit?.lines.has(key))
        .map(({ key, path, to, aside, enabled }) => (
          <path
            key={key}
            d={path}
            class={`arrow ${aside ? 'arrow-aside' : ''} ${enabled ? '' : 'arrow-off'} ${lit ? (lit.lines.has(key) ? 'is-lit' : 'is-dim') : ''}`}
            marker-end={to === 'job' ? 'url(#head)' : undefined}
          />
        ))}
    </svg>
  );
}
