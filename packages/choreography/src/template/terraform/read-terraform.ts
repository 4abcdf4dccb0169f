import { parseDocument } from '#template/document/parse-document.ts';
import { InputError } from '#template/input-error.ts';
import type { Stack } from '#template/template.ts';
import { isPlanDocument } from './plan-document.ts';
import { terraformStacks } from './terraform-stacks.ts';

/** Whether a text may be a plan or a state of Terraform or OpenTofu, in whatever form that JSON has. */
export const isTerraform = (text: string): boolean =>
  text.includes('_version"') && /^\s*\{/.test(text) && /"(format_version|terraform_version)"\s*:/.test(text);

/** Reads a plan or a state that `terraform show -json` wrote. Throws an InputError for a raw state file, and for other versions. */
export function readTerraform(file: string, name: string, text: string): Stack[] {
  const content = parseDocument(file, text);
  if (!isPlanDocument(content))
    throw new InputError(`${file} is a state as Terraform stores it, which is no interface: ${SHOW_STATE}.`);
  if (!content.format_version.startsWith('1.'))
    throw new InputError(
      `${file} is of the format version "${content.format_version}", and these tools read 1.x: ${SHOW_PLAN}.`,
    );
  return terraformStacks(name, content);
}

/** Whether a file is in Terraform's own language, or a saved binary plan. */
export const isTerraformCode = (file: string): boolean => /\.(tf|tofu|tf\.json|tfplan)$/.test(file);

export function refuseTerraformCode(path: string): never {
  throw new InputError(
    `${path} holds Terraform's own language or a saved plan, which are not evaluated: ${SHOW_PLAN}.`,
  );
}

export function refuseToRunTerraform(file: string): never {
  throw new InputError(
    `"${file}" is a plan or state of Terraform, which map, check and diff read; what runs here is made from CloudFormation or SAM templates.`,
  );
}

const SHOW_PLAN =
  'run "terraform plan -out=saved.tfplan" and "terraform show -json saved.tfplan > plan.json" (or "tofu"), and give plan.json';
const SHOW_STATE = 'run "terraform show -json > state.json" (or "tofu show"), and give state.json';
