import { beforeEach, expect, it } from 'vitest';
import type { Paint } from '#cli/program/paint.ts';
import { LiveFeed } from '#cli/start/terminal/live-feed.ts';

const named: Paint = (colour, text) => `<${colour}>${text}</${colour}>`;
const AT = Date.parse('2030-01-01T12:00:00.120Z');
let lines: string[];
beforeEach(() => {
  lines = [];
});
const aFeed = (columns = 80, paint: Paint = (_, text) => text) =>
  new LiveFeed({ write: (line) => lines.push(line), paint, columns: () => columns, now: () => AT });
const event = (functions: string[], more = {}) => ({
  ...({ kind: 'event', id: 'e1', bus: 'library', source: 'library.desk', detailType: 'BookLent', key: 'b-7' } as const),
  ...{ functions, otherTargets: 0, ...more },
});
const handled = (
  name: string,
  milliseconds: number,
  more: { attempts?: number; outcome?: 'done' | 'given up' } = {},
) => ({
  ...({ kind: 'handled', id: 'e1', function: name, milliseconds, attempts: 1, outcome: 'done', ...more } as const),
});

it('An event is one line when all that heard it are done: time, name, key, who, how long', () => {
  const feed = aFeed();
  feed.take(event(['library_desk_note', 'library_shelf_clear']));
  feed.take(handled('library_desk_note', 34));
  expect(lines).toEqual([]);
  feed.take(handled('library_shelf_clear', 12));
  expect(lines).toEqual(['12:00:00.120 BookLent b-7  clear 12 ms, note 34 ms']);
});

it('What was given up comes first, in red', () => {
  const feed = aFeed(80, named);
  feed.take(event(['library_desk_note', 'library_shelf_clear']));
  feed.take(handled('library_desk_note', 34));
  feed.take(handled('library_shelf_clear', 12, { attempts: 3, outcome: 'given up' }));
  expect(lines).toEqual(['12:00:00.120 BookLent b-7  <red>clear gave up (3 tries)</red>, note 34 ms']);
});

it('An event that nobody hears says so, and one for a queue has a line at once', () => {
  const feed = aFeed();
  feed.take(event([]));
  feed.take(event([], { otherTargets: 1 }));
  expect(lines).toEqual(['12:00:00.120 BookLent b-7  nobody', '12:00:00.120 BookLent b-7  1 other target']);
});

it('No line is longer than the terminal', () => {
  const feed = aFeed(60);
  const names = ['library_desk_note-the-loan', 'library_shelf_clear-the-place', 'library_clerk_write-a-letter'];
  feed.take(event(names));
  for (const name of names) feed.take(handled(name, 12));
  expect(lines).toEqual(['12:00:00.120 BookLent b-7  note-the-loan 12 ms +2']);
});

it('Two jobs of one name are told with their participants', () => {
  const feed = aFeed();
  feed.take(event(['library_desk_note', 'library_shelf_note']));
  feed.take(handled('library_desk_note', 1));
  feed.take(handled('library_shelf_note', 2));
  expect(lines).toEqual(['12:00:00.120 BookLent b-7  desk/note 1 ms, shelf/note 2 ms']);
});
