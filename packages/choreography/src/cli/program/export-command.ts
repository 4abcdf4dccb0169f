import type { Command } from 'commander';
import { ignoreTransform, keepGoing, parameter } from './options.ts';

/** Adds `export`. */
export function addExport(program: Command): void {
  const exporting = program.command('export').description('the choreography in other formats');
  exporting
    .command('asyncapi')
    .argument('[templates...]', 'templates, or a Terraform plan or state (default: this project, synthesized)')
    .description('an AsyncAPI 3.0 document: buses, events with their contracts, who says and who hears them')
    .option('--title <title>', 'the title of the document', 'Choreography')
    .option('--participant <name>', 'only what one participant says and hears')
    .option('--each <folder>', 'write a document for each participant into a folder')
    .addOption(parameter())
    .addOption(keepGoing())
    .addOption(ignoreTransform())
    .action(async (templates, options) =>
      (await import('#cli/export/export-async-api.ts')).exportAsyncApi(templates, options),
    );
  exporting
    .command('eventcatalog')
    .argument('[templates...]', 'templates, or a Terraform plan or state (default: this project, synthesized)')
    .description('a folder that EventCatalog builds: participants, buses, events with their contracts')
    .requiredOption('--into <folder>', 'the folder to write, new or empty')
    .option('--title <title>', 'the title of the catalog', 'Choreography')
    .addOption(parameter())
    .addOption(keepGoing())
    .addOption(ignoreTransform())
    .action(async (templates, options) =>
      (await import('#cli/export/export-event-catalog.ts')).exportEventCatalog(templates, options),
    );
}
