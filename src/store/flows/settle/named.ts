import type { FlowClient } from '../client.ts';
import { resolveDictionaries } from '../dictionaries.ts';

/** A statement in which `{flows}` stands for the table of that name, and for another where `instead` gives one. */
export function named({ placement }: FlowClient, sql: string, instead: Readonly<Record<string, string>> = {}): string {
  return resolveDictionaries(sql, placement).replace(
    /\{(\w+)\}/g,
    (_, name: string) => `\`${placement.database}\`.\`${instead[name] ?? name}\``,
  );
}
