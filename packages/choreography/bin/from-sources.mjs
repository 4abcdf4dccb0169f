// Lets this process load TypeScript, and resolve this package's modules to their sources.
import { register } from 'node:module';
import { register as registerTsx } from 'tsx/esm/api';

const condition = (specifier, context, next) =>
  next(specifier, { ...context, conditions: ['@choreography/source', ...context.conditions] });

registerTsx();
register(`data:text/javascript,export const resolve = ${encodeURIComponent(condition)}`);
