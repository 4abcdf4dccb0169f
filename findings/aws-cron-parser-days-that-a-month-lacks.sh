#!/bin/sh
# aws-cron-parser 1.1.12 (npm, the last version): a day that a month lacks overflows into the next month. cron(0 9 31 * ? *) is
# due on 1 May and 1 July, cron(0 0 29 2 ? *) on 1 March of a year that is no leap year. EventBridge runs such a schedule only in
# months that have the day. Seen with Node 20:
#   0 9 31 * ? *   2026-03-31 2026-05-01 2026-05-31
#   0 0 29 2 ? *   2026-03-01
# Exits with 1 when the library answers otherwise.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund aws-cron-parser@1.1.12
cat >try.cjs <<'JS'
const { parse, next } = require('aws-cron-parser');
const days = (fields, count, from) => {
  const cron = parse(fields);
  const found = [];
  for (let time = new Date(from); found.length < count; found.push(time.toISOString().slice(0, 10))) time = next(cron, time);
  return found.join(' ');
};
const seen = [
  ['0 9 31 * ? *', days('0 9 31 * ? *', 3, '2026-03-01T00:00:00Z'), '2026-03-31 2026-05-01 2026-05-31'],
  ['0 0 29 2 ? *', days('0 0 29 2 ? *', 1, '2026-01-01T00:00:00Z'), '2026-03-01'],
];
for (const [fields, answer] of seen) console.log(`${fields}   ${answer}`);
process.exit(seen.every(([, answer, expected]) => answer === expected) ? 0 : 1);
JS
node try.cjs
