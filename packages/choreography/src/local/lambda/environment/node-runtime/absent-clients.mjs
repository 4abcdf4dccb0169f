// Lambda's Node.js brings every client of the AWS SDK, this machine those that are installed: code that only loads another runs all
// the same, and is told which when it uses it.

import Module from 'node:module';

/** Lets CommonJS load clients that are not installed. */
export function lendAbsentClients() {
  const load = Module._load;
  Module._load = (request, ...more) => {
    try {
      return load.call(Module, request, ...more);
    } catch (error) {
      const isAbsent = error?.code === 'MODULE_NOT_FOUND' && error.message.includes(`'${request}'`);
      if (!isAbsent || !/^@aws-sdk\/client-[a-z0-9-]+$/.test(request)) throw error;
      return absentClient(request);
    }
  };
}

const absentClient = (name) =>
  new Proxy(
    {},
    {
      get: (_, key) => {
        if (key === '__esModule') return true;
        return class {
          constructor() {
            throw new Error(`${name} is not installed here, and this function uses it: npm install --save-dev ${name}`);
          }
        };
      },
    },
  );
