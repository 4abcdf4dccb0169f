// Resolves the AWS SDK for ES modules that don't bring their own, as Lambda's Node.js does.

export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (!/^@(aws-sdk|smithy)\//.test(specifier)) throw error;
    return next(specifier, { ...context, parentURL: import.meta.url });
  }
}
