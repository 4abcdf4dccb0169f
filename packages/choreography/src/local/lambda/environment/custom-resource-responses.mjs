// Functions of custom resources answer by HTTPS, whatever the address says: the CDK's and `cfn-response` take only its host and
// path. What is meant for the address of such a response goes to it by HTTP.

import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

let address;

/** Sends responses to where an event says, JSON text; of other events nothing. */
export function sendResponsesHere(event) {
  const [, url] = /"ResponseURL":"(http:\/\/[^"]+\/_custom-resources\/)/.exec(event) ?? [];
  if (url === undefined) return;
  const isFirst = address === undefined;
  address = new URL(url);
  if (!isFirst) return;
  for (const method of ['request', 'get']) {
    const overTls = https[method];
    https[method] = (...given) => {
      const { options, listener } = read(given);
      if (!isResponse(options)) return overTls.apply(https, given);
      const { agent, defaultPort, ...rest } = options;
      const { protocol, port } = address;
      return http[method]({ ...rest, protocol, port }, listener);
    };
  }
  syncBuiltinESMExports();
}

/** `(url, options, listener)`, of which each may be left out but one of the first two. */
function read(given) {
  const listener = given.find((each) => typeof each === 'function');
  const [first, second] = given;
  const url = typeof first === 'string' ? new URL(first) : first;
  if (!(url instanceof URL)) return { options: first, listener };
  const { hostname, port, pathname, search } = url;
  const more = typeof second === 'object' ? second : {};
  return { options: { hostname, port, path: pathname + search, ...more }, listener };
}

const isResponse = ({ hostname, host, path }) =>
  (hostname ?? host) === address.hostname && String(path).startsWith(address.pathname);
