import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine, quoted } from '#cli/aws/command-line.ts';

const access = { endpoint: 'http://127.0.0.1:4999' };

test('a printed command works where the one works that prints it: endpoint, context and process', () => {
  expect(
    commandLine(['trace', 'l 1'], { access, context: { stage: 'dev', note: 'a b' }, process: 'book-loan' }, {}),
  ).toBe(
    "npx choreography trace 'l 1' --process book-loan -c stage=dev -c 'note=a b' --endpoint-url http://127.0.0.1:4999",
  );
});

test('a printed command has the profile only where one is asked: on AWS itself', () => {
  const env = { AWS_PROFILE: 'my lab' };
  expect(commandLine(['redrive', 'a/b'], {}, env)).toBe("AWS_PROFILE='my lab' npx choreography redrive a/b");
  expect(commandLine(['redrive', 'a/b'], { access }, env)).not.toContain('AWS_PROFILE');
});

test('a shell takes any word that is quoted as it is', () => {
  const word = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      const said = execFileSync('sh', ['-c', `printf '%s\\0' ${words.map(quoted).join(' ')}`], { encoding: 'utf8' });
      expect(said.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 30 },
  );
});
