#!/bin/sh
# Node.js 20.20.2 and 24.21.0: what a session of node:inspector hears of worker threads (NodeWorker.receivedMessageFromWorker) comes in the
# middle of code that runs to completion otherwise: in a loop without await. A listener that writes to a WebSocket puts its frame into
# one that is being written. The page "Inspector" says nothing of it. Exits other than 0 if that is no longer so. Needs npm.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >try.mjs <<'JS'
import { Session } from 'node:inspector';
import { Worker } from 'node:worker_threads';
const session = new Session();
session.connect();
let [isBusy, within] = [false, 0];
session.on('NodeWorker.receivedMessageFromWorker', () => {
  if (isBusy) within++;
});
const attached = new Promise((resolve) => session.once('NodeWorker.attachedToWorker', resolve));
session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
new Worker('setInterval(() => console.log(1), 5)', { eval: true, stdout: true });
const { sessionId } = (await attached).params;
const message = JSON.stringify({ id: 1, method: 'Runtime.enable' });
session.post('NodeWorker.sendMessageToWorker', { sessionId, message });
await new Promise((resolve) => setTimeout(resolve, 500));
isBusy = true;
for (const end = Date.now() + 1000; Date.now() < end; ) Math.random();
isBusy = false;
console.log(`Node.js ${process.version}: heard within a loop ${within > 0 ? 'some' : 'none'}`);
process.exit(within > 0 ? 0 : 1);
JS
for version in 20.20.2 24.21.0; do
  npm init --yes >/dev/null
  npm install --silent --no-audit --no-fund "node@$version"
  node_modules/.bin/node try.mjs
done
