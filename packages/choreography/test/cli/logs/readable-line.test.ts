import { expect, it } from 'vitest';
import { readableLine } from '#cli/logs/readable-line.ts';

it('A structured line is shown as people read it', () =>
  expect(readableLine('{"level":"INFO","message":"done","timestamp":"x","service":"s","eventId":"e","n":1}')).toBe(
    'INFO done eventId=e n=1',
  ));

const stack = 'Error: no book\n    at lend (functions/desk/lend.ts:9:37)\n    at process.x (node:internal/y:95:5)';
const below = ['  Error: no book', '      at lend (functions/desk/lend.ts:9:37)'];

it('An error in one is told with its stack below, without frames of Node itself', () =>
  expect(
    readableLine(JSON.stringify({ level: 'ERROR', message: 'failed', error: { message: 'no book', stack }, n: 1 })),
  ).toBe(['ERROR failed n=1', ...below].join('\n')));

it("So is what Lambda's client logs of an error that was thrown, with and without what console writes before it", () => {
  const line = `Invoke Error \t${JSON.stringify({ errorType: 'Error', stack: stack.split('\n') })}`;
  expect(readableLine(line)).toBe(['Invoke Error', ...below].join('\n'));
  expect(readableLine(`2030-01-01T00:00:00.000Z\tr-1\tERROR\t${line}`)).toBe(
    ['ERROR Invoke Error', ...below].join('\n'),
  );
});

it.each(['', 'a line', '{"level":1}', 'Invoke Error \t{broken', 'null', '{"stack":"x"}'])(
  'Any other line is shown as it is: %s',
  (line) => expect(readableLine(line)).toBe(line),
);
