/** A time span since the start of an instance as people read it: `+82 ms`, `+41.3 s`, `+5 min 20 s`, `+2 h 5 min`. */
export function elapsed(from: string, to: string): string {
  const milliseconds = Date.parse(to) - Date.parse(from);
  return `${milliseconds < 0 ? '−' : '+'}${span(Math.abs(milliseconds))}`;
}

function span(milliseconds: number): string {
  if (milliseconds < 10_000) return `${milliseconds} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
