import { readdirSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const src = resolve(import.meta.dirname, '../src');

/** The rooms that know no business: others follow. */
const ROOMS = ['contracts', 'jobs', 'monitor', 'cli/trace', 'cli/monitor', 'cli/start'];

/** Words of the shop's business, also within names: `orderId`, `OrderPlaced`, `by-customer`. */
const SHOP = /order|customer|checkout|warehouse|parcel|\bsku|\bcart\b|\bshop/i;

/** What is said of a sequence, and what CSS, git and DynamoDB call theirs. */
const NO_BUSINESS =
  /border|\b(?:in|any|every|the|their) order (?:of|in which)\b|\border of (?:arrival|time|the (?:keys|events|process)|their|its)\b|\bin their order\b|"?Order of the events|\border: \d/gi;

test.each(ROOMS)('No word of the shop stands in %s', (room) => {
  const files = readdirSync(resolve(src, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:tsx?|m[jt]s|css|html)$/.test(file))
    .map((file) => resolve(src, room, file));
  expect(files.length).toBeGreaterThan(1);
  const found = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, i) =>
        SHOP.test(line.replace(NO_BUSINESS, '')) ? [`${relative(src, file)}:${i + 1} ${line.trim()}`] : [],
      ),
  );
  expect(found).toEqual([]);
});
