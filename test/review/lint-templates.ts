import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Checks templates with cfn-lint, as far as they changed since they were last found good (`memory` keeps that; the hashes of
 * assets do not count). Undefined when cfn-lint is not installed; else what it says, empty when it has nothing to say.
 */
export function lintTemplates(templates: readonly string[], memory: string): string | undefined {
  const version = spawnSync('cfn-lint', ['--version'], { encoding: 'utf8' });
  if (version.error || version.status !== 0) return undefined;
  const contents = templates.map((file) => readFileSync(file, 'utf8').replace(/[0-9a-f]{64}/g, 'asset'));
  const known = createHash('sha256')
    .update(JSON.stringify([version.stdout, contents]))
    .digest('hex');
  if (existsSync(memory) && readFileSync(memory, 'utf8') === known) return '';
  try {
    // It exits with a sum of what it found: 0 for nothing, not even a warning.
    execFileSync('cfn-lint', ['--regions', 'us-east-1', '--', ...templates], { encoding: 'utf8' });
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as { stdout?: string; stderr?: string; message: string };
    return stdout + stderr || message;
  }
  writeFileSync(memory, known);
  return '';
}
