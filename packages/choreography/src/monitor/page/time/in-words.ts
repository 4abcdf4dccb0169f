/** A time span in milliseconds as people read it at a glance: `82 ms`, `4.1 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
export function span(milliseconds: number): string {
  const ms = Math.abs(milliseconds);
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${days} d ${hours % 24} h` : `${days} d`;
}

/** Whole seconds and more: for what changes while one looks. */
export const roughSpan = (milliseconds: number): string =>
  Math.abs(milliseconds) < 10_000 ? `${Math.floor(Math.abs(milliseconds) / 1000)} s` : span(milliseconds);

/** A time of day in the reader's own zone, with the date when it is not today. */
export function timeOfDay(iso: string, now: number): string {
  const at = new Date(iso);
  const time = at.toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
  if (at.toDateString() === new Date(now).toDateString()) return time;
  return `${at.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })}, ${time}`;
}

/** A count as people read it: `1,204`. */
export const count = (n: number): string => n.toLocaleString('en');

/** `1 event`, `3 events`; or, with a plural of its own, `1 copy`, `3 copies`. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

export const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
