import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire, register } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { sdkHooks } from './runtime-sdk.mjs';

/**
 * Loads a function's handler, `folder/file.export.nested`, as Lambda's Node.js does. Throws the runtime's own errors, and what
 * the code throws. `evaluate` runs CommonJS: the text of a file, for its module.
 */
export async function loadHandler({ root, name, since24, runtimeError, evaluate = compileAsNode }) {
  if (name.includes('..'))
    throw runtimeError(
      'MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  const last = basename(name);
  const [, moduleName, path] = /^([^.]*)\.(.*)$/.exec(last) ?? [];
  if (path === undefined) throw runtimeError('MalformedHandlerName', 'Bad handler');
  const folder = resolve(root, name.slice(0, name.indexOf(last)));
  const loaded = await loadCode({ root, folder, moduleName, since24, runtimeError, evaluate });
  const handler = since24 ? find24(loaded, path) : path.split('.').reduce((found, key) => found?.[key], loaded);
  if (!handler) throw runtimeError('HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw runtimeError('HandlerNotFound', `${name} is not a function`);
  return handler;
}

/** From Node.js 24 on it is looked for in objects only, and in the default export too. */
function find24(loaded, path) {
  const find = (from) =>
    path.split('.').reduce((found, key) => (found && typeof found === 'object' ? found[key] : undefined), from);
  return find(loaded) || find(loaded.default);
}

async function loadCode({ root, folder, moduleName, since24, runtimeError, evaluate }) {
  try {
    const base = join(folder, moduleName);
    const file = ['', '.js', '.mjs', '.cjs'].map((ending) => base + ending).find((path) => existsSync(path));
    if (file === undefined) return loadAsPackage(root, folder, moduleName);
    if (isEsm(file, root) || (since24 && file === base)) return await importModule(file);
    return since24 ? await loadDetecting(file, root, evaluate) : loadCommonJs(file, root, evaluate);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw runtimeError('UserCodeSyntaxError', String(error), since24 && { stack: error.stack });
    if (isMissing(error, since24)) throw runtimeError('ImportModuleError', String(error));
    throw error;
  }
}

// Up to Node.js 22, undefined thrown by the code is a TypeError of the runtime's here.
const isMissing = (error, since24) =>
  (since24 ? error instanceof Error && error.code : error.code) === 'MODULE_NOT_FOUND';

/** By the nearest package.json within the code: folders above it are not deployed. */
function isEsm(file, root) {
  if (!file.endsWith('.js')) return file.endsWith('.mjs');
  for (let folder = join(file, '..'); folder.startsWith(root); folder = join(folder, '..')) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
  }
  return false;
}

async function importModule(file, asEsm = false) {
  const { href } = pathToFileURL(file);
  lendSdkToModules(asEsm ? href : undefined);
  return import(href);
}

/** A thread that is isolated may not start the one that hooks run in: there they run in this one, from Node 22 on. */
function lendSdkToModules(esm) {
  if (!process.permission) register('./runtime-sdk.mjs', { parentURL: import.meta.url, data: { esm } });
  else Module.registerHooks?.(sdkHooks(esm));
}

/** Node.js 24 takes a file for an ES module when it has the syntax of one. */
function loadDetecting(file, root, evaluate) {
  return file.endsWith('.js') && hasEsmSyntax(file)
    ? importModule(file, true)
    : asNamespace(loadCommonJs(file, root, evaluate));
}

function hasEsmSyntax(file) {
  const source = readFileSync(file, 'utf8');
  if (!/^\s*(import|export)\b|import\.meta/m.test(source)) return false;
  try {
    new Script(Module.wrap(source), { filename: file });
    return false;
  } catch ({ message }) {
    return /^(Cannot use import statement|Cannot use 'import.meta'|Unexpected token 'export')/.test(message);
  }
}

function loadCommonJs(file, root, evaluate) {
  if (!file.endsWith('.js') && !file.endsWith('.cjs')) return createRequire(join(root, 'index.js'))(file);
  const module = new Module(file);
  module.filename = file;
  module.paths = Module._nodeModulePaths(join(file, '..'));
  evaluate(module, readFileSync(file, 'utf8'), file);
  module.loaded = true;
  return module.exports;
}

function compileAsNode(module, code, file) {
  module._compile(code, file, 'commonjs');
}

/** What `import` makes of CommonJS: what it exports by name, and all of it as the default. */
function asNamespace(exported) {
  const isObject = (typeof exported === 'object' && exported !== null) || typeof exported === 'function';
  return { ...(isObject && exported), default: exported };
}

/** A handler may be in a package that the code brings: `package.export`. */
function loadAsPackage(root, folder, moduleName) {
  const { resolve: find } = createRequire('/var/runtime/index.mjs');
  const found = find(moduleName, { paths: [root, folder] });
  return createRequire(join(root, 'index.js'))(found);
}
