import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Event, eventText, millisecondsOf } from '#local/events/event.ts';
import { readJson } from '#pattern/json/exact-json.ts';

/** So much is gathered in memory before it is written, in characters. */
const CHUNK = 64 * 1024;

/** Events in a private file, in the order of their arrival, so that they take no memory of the runtime. */
export class EventFile {
  readonly #folder = mkdtempSync(join(tmpdir(), 'archive-'));
  readonly #file = openSync(join(this.#folder, 'events'), 'w+');
  /** By event: its time in milliseconds, and, of those that are written, where its text begins. */
  readonly #times: number[] = [];
  readonly #starts: number[] = [];
  #written = 0;
  #gathered: string[] = [];
  #gatheredLength = 0;

  get count(): number {
    return this.#times.length;
  }

  append(event: Event): void {
    const text = eventText(event);
    this.#times.push(millisecondsOf(event.time));
    this.#gathered.push(text);
    this.#gatheredLength += text.length;
    if (this.#gatheredLength >= CHUNK) this.#write();
  }

  /** The numbers of the events of a span of time, both ends included, in milliseconds; by time, and as they came. */
  between(from: number, to: number): number[] {
    const found: number[] = [];
    for (const [number, time] of this.#times.entries()) if (time >= from && time <= to) found.push(number);
    return found.sort((a, b) => this.timeOf(a) - this.timeOf(b) || a - b);
  }

  timeOf(number: number): number {
    return this.#times[number] as number;
  }

  read(number: number): Event {
    if (this.#gatheredLength > 0) this.#write();
    const start = this.#starts[number] as number;
    const text = Buffer.alloc((this.#starts[number + 1] ?? this.#written) - start);
    readSync(this.#file, text, 0, text.length, start);
    return readJson(text.toString('utf8')) as Event;
  }

  delete(): void {
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true });
  }

  #write(): void {
    const bytes = Buffer.from(this.#gathered.join(''));
    // As many bytes as characters: each is one.
    const isPlain = bytes.length === this.#gatheredLength;
    let start = this.#written;
    for (const text of this.#gathered) {
      this.#starts.push(start);
      start += isPlain ? text.length : Buffer.byteLength(text);
    }
    writeSync(this.#file, bytes, 0, bytes.length, this.#written);
    this.#written = start;
    this.#gathered = [];
    this.#gatheredLength = 0;
  }
}
