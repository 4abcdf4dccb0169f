import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Paint } from '#cli/program/paint.ts';
import { type ShowOptions, showNotices } from '#cli/start/terminal/show-notices.ts';
import type { Notice } from '#local/runtime/notice.ts';

const plain: Paint = (_, text) => text;
afterEach(() => vi.restoreAllMocks());

const log = (name: string, line = 'hello'): Notice => ({ kind: 'log', function: name, line });
const lent: Notice = {
  ...{ kind: 'event', id: 'e-1', bus: 'library', source: 'library.desk', detailType: 'BookLent', key: 'b-7' },
  ...{ functions: [], otherTargets: 1 },
};

/** What is written to stdout, line by line, and to stderr. */
function shown(options: Partial<ShowOptions> & { isTTY?: boolean }, ...notices: Notice[]) {
  const lines: string[] = [];
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const write = (text: string) => lines.push(text) > 0;
  const stdout = { write, isTTY: options.isTTY ?? false, columns: 80 } as ShowOptions['stdout'];
  const paint = { stdout: plain, stderr: plain };
  const show = showNotices({ json: false, logs: false, now: () => 0, stdout, paint, ...options });
  for (const notice of notices) show(notice);
  return { lines, errors: error.mock.calls.map(([text]) => text) };
}

describe('on a terminal', () => {
  it('each event has a line, at the time of the runtime', () =>
    expect(shown({ isTTY: true, now: () => 1500 }, lent).lines).toEqual([
      '00:00:01.500 BookLent b-7  1 other target\n',
    ]));
  it('what functions log is shown only when it was asked for', () => {
    expect(shown({ isTTY: true }, log('library_desk_lend'))).toEqual({ lines: [], errors: [] });
    expect(shown({ isTTY: true, logs: true }, log('library_desk_lend')).lines).toEqual(['desk/lend: hello\n']);
  });
});

describe('elsewhere', () => {
  it('events have no line, and what went wrong is told all the same', () => {
    const failed: Notice = { kind: 'handler-failed', function: 'library_desk_lend', error: 'no book', attempt: 2 };
    expect(shown({}, lent, failed)).toEqual({
      lines: [],
      errors: ['! library_desk_lend failed (attempt 2): no book'],
    });
  });
  it.each(['desk/lend', 'lend', 'library_desk_lend'])('%s shows what that one job logs', (logs) =>
    expect(
      shown({ logs }, log('library_desk_lend'), log('library_desk_extend'), log('library_clerk_note')).lines,
    ).toEqual(['desk/lend: hello\n']),
  );
});

describe('for machines', () => {
  it('each notice is an object on a line, with its time, and nothing is written to stderr', () =>
    expect(shown({ json: true, now: () => 1500 }, lent)).toEqual({
      lines: [`${JSON.stringify({ at: '1970-01-01T00:00:01.500Z', ...lent })}\n`],
      errors: [],
    }));
  it('logs are among them only when they were asked for', () => {
    expect(shown({ json: true }, log('library_desk_lend')).lines).toEqual([]);
    expect(shown({ json: true, logs: 'lend' }, log('library_desk_lend')).lines).toHaveLength(1);
  });
});
