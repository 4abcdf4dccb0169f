// Resolves the AWS SDK for ES modules that don't bring their own, as Lambda's Node.js does.

/** The URL of a file whose syntax says that it is an ES module, though its name and package.json do not. */
let esm;

export function initialize(data) {
  esm = data?.esm;
}

export async function resolve(specifier, context, next) {
  try {
    const resolved = await next(specifier, context);
    return resolved.url === esm ? { ...resolved, format: 'module' } : resolved;
  } catch (error) {
    if (!/^@(aws-sdk|smithy)\/|^@aws\/durable-execution-sdk-js$/.test(specifier)) throw error;
    return next(specifier, { ...context, parentURL: import.meta.url });
  }
}

/** The same, for a thread in which hooks run by themselves. */
export const sdkHooks = (url) => ({
  resolve(specifier, context, next) {
    try {
      const resolved = next(specifier, context);
      return resolved.url === url ? { ...resolved, format: 'module' } : resolved;
    } catch (error) {
      if (!/^@(aws-sdk|smithy)\/|^@aws\/durable-execution-sdk-js$/.test(specifier)) throw error;
      return next(specifier, { ...context, parentURL: import.meta.url });
    }
  },
});
