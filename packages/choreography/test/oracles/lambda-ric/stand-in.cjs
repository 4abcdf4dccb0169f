// Stands in for the native addon of aws-lambda-ric: invocations come from the environment, what comes of them goes to a pipe.

const { writeSync } = require('node:fs');
const Module = require('node:module');

const invocations = JSON.parse(process.env.ORACLE_INVOCATIONS);
delete process.env.ORACLE_INVOCATIONS;
delete process.env.NODE_OPTIONS;
const tell = (told) => writeSync(3, `${JSON.stringify(told)}\n`);
const mustBeTexts = (values) => {
  if (!values.every((value) => typeof value === 'string')) throw new TypeError('Wrong arguments');
};

const addon = {
  next: () =>
    new Promise((resolve) => {
      // As the addon's worker does, it keeps the process while it waits.
      setTimeout(() => {
        const invocation = invocations.shift();
        if (invocation) return resolve(invocation);
        tell({ waits: true });
        process.reallyExit(0);
      }, 1);
    }),
  done(id, body) {
    mustBeTexts([id, body]);
    tell({ result: body });
  },
  error(id, body, xRay) {
    mustBeTexts([id, body, xRay]);
    tell({ error: JSON.parse(body) });
  },
};

const load = Module._load;
Module._load = (request, ...more) =>
  request.endsWith('rapid-client.node') ? addon : load.call(Module, request, ...more);
