import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { nearestName, WeirError } from '../../core/index.ts';

/** Refuses a profile that the AWS configuration does not have: the SDK would only say that no credentials were found. */
export async function checkProfile(profile: string): Promise<void> {
  const files = [
    process.env['AWS_CONFIG_FILE'] ?? join(homedir(), '.aws', 'config'),
    process.env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(homedir(), '.aws', 'credentials'),
  ];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const heads = texts.join('\n').matchAll(/^\s*\[\s*(?:profile\s+)?["']?([^\]"']+?)["']?\s*\]/gm);
  const names = [...heads].flatMap(([, name]) => (name === undefined || name.startsWith('sso-session') ? [] : [name]));
  if (names.includes(profile)) return;
  const near = nearestName(profile, names);
  const there = names.length === 0 ? 'there are none there' : `there are: ${[...new Set(names)].sort().join(', ')}`;
  throw new WeirError('PROFILE_UNKNOWN', `there is no AWS profile "${profile}" in ${files.join(' or ')}`, {
    hint: near === undefined ? there : `did you mean ${near}?`,
  });
}
