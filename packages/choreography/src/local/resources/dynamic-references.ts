/**
 * The dynamic references in a resource's properties, such as `{{resolve:secretsmanager:password}}` (CloudFormation user guide:
 * "Dynamic references"): what they lead to is kept by services that are not here.
 */
export function dynamicReferences(value: unknown): string[] {
  if (typeof value === 'string') return value.match(/\{\{resolve:[^}]*\}\}/g) ?? [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(dynamicReferences);
}
