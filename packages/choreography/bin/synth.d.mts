/**
 * Runs the CDK app whose TypeScript file is given by its URL, made into one file, from its project's folder, the one above
 * that of the file. Ends with exit code 1 and a sentence if that cannot be done.
 */
export function runApp(url: URL): Promise<void>;
