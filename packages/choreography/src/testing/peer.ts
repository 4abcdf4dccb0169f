/** Loads what the tests of a project are run by from where this package is; a missing one is one sentence. */
export async function peer<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (!String(error).includes(`'${name}'`)) throw error;
    const missing = new Error(
      `choreography/testing needs ${name}, which is not installed: run "npm install --save-dev ${name}".`,
    );
    // The stack of the import does not help the reader.
    missing.stack = missing.message;
    throw missing;
  }
}
