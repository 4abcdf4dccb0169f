import { readdirSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

const ROOMS = [...readdirSync(resolve(root, 'src')).map((room) => `src/${room}`), 'bin', 'scaffold'];

/** Words of the shop's business, also within names: `orderId`, `OrderPlaced`, `by-customer`. */
const SHOP = /order|customer|checkout|warehouse|parcel|\bsku|\bcart\b|\bshop/i;

/** What is said of a sequence, and what CSS, git, DynamoDB, CloudWatch Logs and the CDK call theirs. */
const NO_BUSINESS = new RegExp(
  [
    /border|\border: \d|"?Order of the events|\border of (?:arrival|time|the (?:keys|events|process)|their|its)\b/,
    /\bin (?:any |this |key |their |SAM's |chronological |no promised )?order\b|\b(?:byte|no|their) order\b/,
    /\b(?:in|any|every|the|their) order (?:of|in which)\b|\bthe order (?:is|around|that)\b|\bwhose order is\b/,
    /\binOrder\b|\bare ordered\b|\bORDERED_TYPES\b|\bcheckOrdered\b|\border ?By\b|\bORDER ORDINALITY\b|\bReverseOrder\b/,
    /mountTargetOrderInsensitive/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

test.each(ROOMS)('No word of the shop stands in %s', (room) => {
  const files = readdirSync(resolve(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:tsx?|m[jt]s|css|html|json|md)$/.test(file))
    .map((file) => resolve(root, room, file));
  expect(files).not.toEqual([]);
  const found = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, i) =>
        SHOP.test(line.replace(NO_BUSINESS, '')) ? [`${relative(root, file)}:${i + 1} ${line.trim()}`] : [],
      ),
  );
  expect(found).toEqual([]);
});
