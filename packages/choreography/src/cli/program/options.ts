import { type Command, Option } from 'commander';
import { contextValue, hostName, parameterValue, several } from './parse-value.ts';

export const endpointUrl = () =>
  new Option(
    '--endpoint-url <url>',
    'the AWS endpoint to ask (default: AWS_ENDPOINT_URL, else the local runtime of this folder, else AWS)',
  );
const profile = () => new Option('--profile <name>', 'with --account: the profile of the AWS account');
const region = () => new Option('--region <name>', 'with --account: the region; with --cost: whose prices are taken');
export const leaveOut = () =>
  new Option(
    '--leave-out <name>',
    'do not run a resource type, a resource by its id, or a property as TYPE.PROPERTY; * matches any characters; may be given several times',
  )
    .argParser(several)
    .default([], 'nothing');
export const bus = () =>
  new Option('--bus <name>', 'the bus whose monitor is asked (default: the only one that has one)');
export const reveal = () =>
  new Option(
    '--reveal',
    'its events with personal data unmasked, if the monitor keeps that and you have the right to see it; it is logged that you did',
  );
export const dir = () =>
  new Option(
    '--dir <path>',
    'templates that name the jobs of functions: an assembly, a template or a folder (default: those that are here)',
  );
export const keyPath = () =>
  new Option(
    '--key-path <path>',
    "the path of an event's key in its data or detail, such as loan.id (default: by its metadata or the processes)",
  );
export const parameter = () =>
  new Option('--parameter <name=value>', "a template parameter's value; may be given several times")
    .argParser(parameterValue)
    .default({}, 'none');
export const host = () =>
  new Option('--host <name>', 'answer under this name too, and listen where it leads to; may be given several times')
    .argParser(hostName)
    .default([], 'this machine alone');
export const context = (description = "the deployment's CDK context, such as stage=dev; may be given several times") =>
  new Option('-c, --context <name=value>', description).argParser(contextValue).default({}, 'none');
export const keepGoing = () =>
  new Option('--keep-going', 'read on when a template cannot be used: print what is wrong, and exit with 1 at the end');

export const ignoreTransform = () =>
  new Option(
    '--ignore-transform <name>',
    'read templates without a transform (macro) that they ask for; may be given several times',
  ).argParser((name: string, known: readonly string[] = []) => [...known, name]);

/** Adds the options of where templates are, in files or in an account, and of how they are read. */
export const withTemplateOptions = (command: Command): Command =>
  [endpointUrl, profile, region, parameter, keepGoing, ignoreTransform].reduce(
    (extended, option) => extended.addOption(option()),
    command,
  );
