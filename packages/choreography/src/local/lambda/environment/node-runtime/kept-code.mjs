// What V8 has compiled of a function's code is kept, with the functions that an event has needed: else each thread would compile the same
// code anew. V8 refuses what another version of it has written, or with other options.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { threadId } from 'node:worker_threads';

/** As `Module.wrap`, with a line of its own before the code: what is said of a place in the code is then right. */
const HEAD = '(function (exports, require, module, __filename, __dirname) {\n';

/** Dynamic imports: V8 up to Node.js 20 forgets where kept code imports from. */
const IMPORTS = /\bimport\s*[(/]/;

/**
 * How a thread evaluates CommonJS; `keepLoaded` is called when the code is loaded, and `keepUsed` when it has handled an event, which
 * more of it is compiled for. Without a folder nothing is kept.
 */
export function keptCode(folder) {
  const nothing = () => {};
  let [keepLoaded, keepUsed] = [nothing, nothing];
  return {
    evaluate(module, code, file) {
      if (folder === undefined || IMPORTS.test(code)) return module._compile(code, file, 'commonjs');
      const hash = createHash('sha256').update(`${process.version} ${process.arch} ${HEAD}${code}`).digest('hex');
      const [used, loaded] = ['used', 'loaded'].map((when) => join(folder, `${hash}-${when}.bin`));
      const kept = [used, loaded].find(existsSync);
      const cachedData = kept && readFileSync(kept);
      const script = new Script(`${HEAD}${code}\n})`, {
        filename: file,
        lineOffset: -1,
        cachedData,
      });
      const isCompiled = kept === undefined || script.cachedDataRejected;
      if (isCompiled) keepLoaded = () => write(loaded, script);
      else touch(kept);
      if (isCompiled || kept === loaded) keepUsed = () => write(used, script);
      const { exports } = module;
      script.runInThisContext().call(exports, exports, createRequire(file), module, file, join(file, '..'));
    },
    keepLoaded() {
      keepLoaded();
      keepLoaded = nothing;
    },
    keepUsed() {
      keepUsed();
      keepUsed = nothing;
    },
  };
}

/** Another thread may have been faster, or be at it; a folder that cannot be written keeps nothing. */
function write(kept, script) {
  try {
    const draft = `${kept}.${process.pid}-${threadId}`;
    writeFileSync(draft, script.createCachedData());
    renameSync(draft, kept);
  } catch {}
}

/** The last used are kept. */
function touch(kept) {
  try {
    const now = new Date();
    utimesSync(kept, now, now);
  } catch {}
}
