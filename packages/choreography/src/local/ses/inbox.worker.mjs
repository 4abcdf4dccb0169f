// The thread that aws-ses-v2-local runs in: plain JavaScript, so that a thread can load it without the loader of tsx.
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import library from 'aws-ses-v2-local';
import { getStoreReadonly } from 'aws-ses-v2-local/dist/store.js';

// The library is CommonJS made from TypeScript: what it calls its default export is a property of what is imported.
const server = await library.default({ port: workerData.socketPath });
if (!server.listening) await once(server, 'listening');

// The emails of another run; each new one is sent on request.
getStoreReadonly().emails.push(...workerData.emails);
const told = new WeakSet(getStoreReadonly().emails);
parentPort.on('message', () => {
  const emails = getStoreReadonly().emails.filter((email) => !told.has(email));
  for (const email of emails) told.add(email);
  parentPort.postMessage(emails);
});

// The library keeps every email for ever. The oldest go when a request comes and there are more than the limit.
server.prependListener('request', () => {
  const { emails } = getStoreReadonly();
  if (emails.length > workerData.mostEmails) emails.splice(0, emails.length - workerData.mostEmails);
});

parentPort.postMessage('ready');
