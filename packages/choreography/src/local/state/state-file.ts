import {
  closeSync,
  fchmodSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import type { Entry, Journal } from './journal.ts';
import { changesIn, FIRST_TEXT, LineWriter } from './state-line.ts';

/** How long the disk may lag behind what the operating system was given: what a loss of power can cost, in milliseconds. */
const SYNC_MS = 1000;
/** A file is written anew when it is larger than this, in bytes, and most of it is out of date. */
const COMPACTION_BYTES = 64 * 1024 * 1024;
const COMPACTION_FACTOR = 4;
/** The same when a run begins: it reads the file, and then its history is no longer than that. */
const COMPACTION_BYTES_AT_START = 16 * 1024 * 1024;

/** The position of a change's text in the file, in bytes. */
interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/** A change that is not written yet: the text of `[key, value]`, or if nothing is kept any more `[key]`, behind what was put in the same turn. */
interface Change {
  readonly text: string;
  readonly isKept: boolean;
}

/** It holds what events and items carry, whole. */
const OWNER_ONLY = 0o600;

/**
 * A journal in a file that is only appended to. Each line has the changes of one turn of the event loop behind their checksum, and is
 * written at once: a process that is killed loses no line that was written, and of one that was being written the next start
 * takes nothing. The values stay in the file; in memory is where each is.
 */
export class StateFile implements Journal {
  #file: number;
  #size = 0;
  #liveBytes = 0;
  #places = new Map<string, ByteRange>();
  /** The last change of each key. */
  readonly #pending = new Map<string, Change>();
  /** Resolves when the changes of this turn of the event loop are written. */
  #writing: Promise<void> | undefined;
  readonly #line = new LineWriter();
  #unsynced: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly path: string) {
    this.#file = openSync(path, 'a+', OWNER_ONLY);
    // One of an earlier version may be open to others.
    fchmodSync(this.#file, OWNER_ONLY);
    this.#read();
  }

  /** How many values are kept, by the first part of their keys. */
  counts(): Map<string, number> {
    this.flush();
    const counts = new Map<string, number>();
    for (const key of this.#places.keys()) {
      const kind = key.split('/', 1)[0] as string;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return counts;
  }

  put(key: string, value: unknown): void {
    this.#change(key, { text: JSON.stringify([key, value]), isKept: true });
  }

  delete(key: string): void {
    const put = this.#pending.get(key);
    if (put ? !put.isKept : !this.#places.has(key)) return;
    // The history has what was put and deleted in one turn.
    const text = JSON.stringify([key]);
    this.#change(key, { text: put && !this.#places.has(key) ? `${put.text},${text}` : text, isKept: false });
  }

  deleteAll(prefix: string): void {
    this.flush();
    for (const key of [...this.#places.keys()]) if (key.startsWith(prefix)) this.delete(key);
  }

  get(key: string): unknown {
    this.flush();
    const place = this.#places.get(key);
    return place && (JSON.parse(this.#textAt(place)) as Entry)[1];
  }

  entries(prefix: string): Entry[] {
    this.flush();
    return [...this.#places]
      .filter(([key]) => key.startsWith(prefix))
      .map(([, place]) => JSON.parse(this.#textAt(place)) as Entry);
  }

  /**
   * Resolves when the operating system has the changes of this turn of the event loop, all in one line; undefined if there are
   * none. Rejects if they cannot be written.
   */
  written(): Promise<void> | undefined {
    return this.#writing;
  }

  /** Gives the operating system all changes so far: a process that is killed from now on has lost none of them. */
  flush(): void {
    if (this.#pending.size === 0 || this.#closed) return;
    this.#append(this.#pending);
    this.#pending.clear();
    this.#unsynced ??= setTimeout(() => {
      this.#unsynced = undefined;
      if (!this.#closed) fsync(this.#file, () => {});
    }, SYNC_MS).unref();
    if (this.#size > COMPACTION_BYTES && this.#size > COMPACTION_FACTOR * this.#liveBytes) this.compact();
  }

  /** All that was changed since the file was begun or written anew, as `readHistory` reads it. */
  history(): string {
    this.flush();
    return readFileSync(this.path, 'utf8');
  }

  /**
   * Writes the file anew with what is kept alone, and puts it in the place of the old one when it is on the disk. A line without
   * changes says that nothing is known of what was before it.
   */
  compact(): void {
    this.flush();
    const entries = [...this.#places].map(([key, place]) => [key, this.#textAt(place)] as const);
    const old = this.#file;
    this.#file = openSync(`${this.path}.new`, 'w+', OWNER_ONLY);
    this.#size = this.#liveBytes = 0;
    this.#places = new Map();
    for (const [key, text] of entries) this.#append([[key, { text, isKept: true }]]);
    this.#append([]);
    fsyncSync(this.#file);
    renameSync(`${this.path}.new`, this.path);
    closeSync(old);
  }

  /** Keeps what was changed so far; what changes from now on is not kept. */
  close(): void {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    clearTimeout(this.#unsynced);
    fsyncSync(this.#file);
    closeSync(this.#file);
  }

  #change(key: string, change: Change): void {
    if (this.#closed) return;
    this.#pending.set(key, change);
    this.#writing ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#writing = undefined;
        try {
          this.flush();
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #append(changes: Iterable<readonly [key: string, change: Change]>): void {
    for (const [key, { text, isKept }] of changes) {
      const { start, length } = this.#line.add(text);
      this.#place(key, isKept ? { start: this.#size + start, length } : undefined);
    }
    const line = this.#line.end();
    writeSync(this.#file, line, 0, line.length, this.#size);
    this.#size += line.length;
  }

  /** Notes where the text of a value is; undefined if nothing is kept any more. */
  #place(key: string, place: ByteRange | undefined): void {
    this.#liveBytes += (place?.length ?? 0) - (this.#places.get(key)?.length ?? 0);
    if (place) this.#places.set(key, place);
    else this.#places.delete(key);
  }

  #textAt({ start, length }: ByteRange): string {
    const text = Buffer.alloc(length);
    readSync(this.#file, text, 0, length, start);
    return text.toString('utf8');
  }

  /** Takes the lines of another run, up to the first that is not whole. */
  #read(): void {
    const bytes = readFileSync(this.path);
    while (this.#size < bytes.length) {
      const end = bytes.indexOf('\n', this.#size);
      const changes = end < 0 ? undefined : changesIn(bytes.subarray(this.#size, end));
      if (!changes) break;
      let start = this.#size + FIRST_TEXT;
      for (const change of changes) {
        const length = Buffer.byteLength(JSON.stringify(change));
        this.#place(change[0], change.length > 1 ? { start, length } : undefined);
        start += length + 1;
      }
      this.#size = end + 1;
    }
    ftruncateSync(this.#file, this.#size);
    if (this.#size > COMPACTION_BYTES_AT_START && this.#size > COMPACTION_FACTOR * this.#liveBytes) this.compact();
  }
}
