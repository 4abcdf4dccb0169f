import type { Command } from 'commander';
import { context, endpointUrl, ignoreTransform, keepGoing, parameter } from './options.ts';

/** The commands about personal data. */
export function addPersonalCommands(program: Command): void {
  program
    .command('personal')
    .argument(
      '[templates...]',
      'CDK assemblies, folders or template files, taken as one system (default: this project, synthesized)',
    )
    .description('which personal fields are kept where and until when, and who may read them')
    .option('--json', 'as JSON')
    .addOption(parameter())
    .addOption(keepGoing())
    .addOption(ignoreTransform())
    .action(async (templates, options) => (await import('#cli/personal/personal.ts')).personal(templates, options));
  program
    .command('forget')
    .argument('<party>', "the person's id in events, such as a reader's")
    .argument('[templates...]', 'the deployed templates (default: this project, synthesized)')
    .description("take a person's data out of all tables and queues; says what it cannot reach; may be repeated")
    .option('--dry-run', 'say what would be removed and masked, and do nothing')
    .addOption(endpointUrl())
    .addOption(context())
    .action(async (party, templates, options) =>
      (await import('#cli/personal/forget.ts')).forget(party, templates, options),
    );
}
