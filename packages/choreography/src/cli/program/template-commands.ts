import { type Command, Option } from 'commander';
import { InputError } from '#template/input-error.ts';
import { withTemplateOptions } from './options.ts';

/** The commands that read templates. */
export function addTemplateCommands(program: Command): void {
  program
    .command('deploy-local')
    .description('deploy all stacks to the emulator at AWS_ENDPOINT_URL (LocalStack, MiniStack), and to nothing else')
    .action(async () => (await import('#cli/deploy-local/deploy-local.ts')).deployLocal());
  program
    .command('synth')
    .argument('[app]', 'the TypeScript file of the CDK app', 'infra/app.ts')
    .description("write the project's templates to cdk.out: the app of its cdk.json")
    .action((app: string) => {
      throw new InputError(`"synth" takes one file, and no options: npx choreography synth ${app}`);
    });
  withTemplateOptions(
    program
      .command('map')
      .argument(
        '[templates...]',
        'CDK assemblies, folders or template files, taken as one system (default: this project, synthesized)',
      )
      .description('who says what and who hears it, drawn from the templates')
      .option('--json', 'as JSON')
      .option('--mermaid', 'as a Mermaid flowchart')
      .option('--into <file>', 'put that flowchart into a Markdown file, in place of the one there')
      .option('--svg', 'as an SVG picture')
      .option('--participant <name>', 'what one participant hears and says')
      .option('--event <type>', 'who says and who hears one event: its detail-type, or "source detail-type"')
      .option('--from <event>', 'with --to: the ways from one event to another')
      .option('--to <event>', 'with --from')
      .option('--account', 'read what runs, by calls that change nothing'),
  ).action(async (templates, options) => (await import('#cli/map/map.ts')).map(templates, options));
  withTemplateOptions(
    program
      .command('check')
      .argument(
        '[templates...]',
        'CDK assemblies, folders or template files, taken as one system (default: this project, synthesized)',
      )
      .description(
        'what is wrong with the choreography: cycles, dead rules, missing permissions, contracts that do not fit',
      )
      .addOption(new Option('--format <format>', 'text, or annotations for GitHub Actions').choices(['text', 'github']))
      .option('--json', 'as JSON')
      .option('--account', 'read what runs, by calls that change nothing'),
  ).action(async (templates, options) => (await import('#cli/check/check.ts')).check(templates, options));
}
