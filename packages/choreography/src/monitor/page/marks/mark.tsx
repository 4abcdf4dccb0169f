import './mark.css';

export type MarkKind =
  | 'done'
  | 'completed'
  | 'ended'
  | 'waiting'
  | 'open'
  | 'overdue'
  | 'failed'
  | 'unneeded'
  | 'start'
  | 'said';

/** The sign of a state. States differ by shape, not by colour alone. What has not happened is hollow. */
export function Mark({ of, size = 16 }: { of: MarkKind; size?: number }) {
  return (
    <svg class={`mark mark-${of}`} viewBox="0 0 16 16" width={size} height={size} role="img" aria-label={NAMES[of]}>
      {SHAPES[of]}
    </svg>
  );
}

const tick = (
  <>
    <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
    <path class="mark-on" d="m4.8 8.2 2.2 2.2 4.2-4.6" />
  </>
);
const hollow = <circle cx="8" cy="8" r="6" stroke-dasharray="2.6 2.1" />;

const SHAPES = {
  done: tick,
  completed: tick,
  ended: <path d="M4 4h8v8H4Z" fill="currentColor" stroke="none" />,
  waiting: hollow,
  open: hollow,
  overdue: (
    <>
      <path d="M8 1.2 15.2 14.4H.8Z" fill="currentColor" stroke="currentColor" stroke-linejoin="round" />
      <path class="mark-on" d="M8 6v3.8M8 11.9v.4" />
    </>
  ),
  failed: (
    <>
      <rect x="1.2" y="1.2" width="13.6" height="13.6" rx="3" fill="currentColor" stroke="none" />
      <path class="mark-on" d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4" />
    </>
  ),
  unneeded: <path d="M4 8h8" />,
  said: <circle cx="8" cy="8" r="3" fill="currentColor" stroke="none" />,
  start: <path d="M5 3.4v9.2L12.4 8Z" fill="currentColor" stroke="currentColor" stroke-linejoin="round" />,
} as const;

const NAMES: Readonly<Record<MarkKind, string>> = {
  done: 'done',
  completed: 'completed',
  ended: 'ended early',
  waiting: 'waiting',
  open: 'in progress',
  overdue: 'late',
  failed: 'failed',
  unneeded: 'not needed',
  start: 'start',
  said: 'said',
};
