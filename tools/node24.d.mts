export const NODE_PACKAGES: Record<string, { name: string; version: string; integrity: string }>;
