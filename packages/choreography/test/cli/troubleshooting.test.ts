import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const PACKAGE = resolve(import.meta.dirname, '../..');
const page = readFileSync(resolve(PACKAGE, '../../docs/troubleshooting.md'), 'utf8');
const sentences = [...page.matchAll(/^\| `(.+?)` \|/gm)].map(([, sentence = '']) => sentence);

/** The text of the sources in which every value that is put in stands as `…`, as on the page. */
const code = readdirSync(join(PACKAGE, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(ts|mjs)$/.test(path))
  .map((path) => readFileSync(join(PACKAGE, 'src', path), 'utf8'))
  .join('\n')
  .replaceAll("\\'", "'");

/** Whether the parts of a sentence stand in the code one after another, with no more than values between them. */
function isSaid(sentence: string): boolean {
  const parts = sentence
    .split('…')
    .map((part) => part.replace(/^[\s.]+$/, ''))
    .filter((part) => part.trim().length > 0)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('[^\\n]{0,260}?')).test(code);
}

it('The page has twenty sentences', () => expect(sentences).toHaveLength(20));

it.each(sentences)('The code says: %s', (sentence) => expect(isSaid(sentence)).toBe(true));

it('What the code does not say is seen', () => expect(isSaid('Port … is on fire: call …')).toBe(false));
