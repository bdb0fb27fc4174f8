import { createRequire } from 'node:module';
import { WeirError } from '../core/index.ts';

/** The engine's native part per platform; there is none for Windows and for systems built on musl. */
const NATIVE_PACKAGES: Readonly<Record<string, string>> = {
  'darwin-arm64': '@chdb/lib-darwin-arm64',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'linux-x64': '@chdb/lib-linux-x64-gnu',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
};

/** Throws `ENGINE_PLATFORM` when the engine has no native part here: named by platform, with what to do. */
export function checkPlatform(
  platform: string = `${process.platform}-${process.arch}`,
  installed: (name: string) => boolean = isInstalled,
): void {
  const name = NATIVE_PACKAGES[platform];
  const elsewhere = 'or give the address of a ClickHouse server with --clickhouse http://…';
  if (name === undefined) {
    throw new WeirError('ENGINE_PLATFORM', `The embedded engine does not run on ${platform}.`, {
      kind: 'missing',
      hint: `Use ${Object.keys(NATIVE_PACKAGES).join(', ')} (Windows: WSL2), ${elsewhere}.`,
    });
  }
  if (installed(name)) return;
  throw new WeirError(
    'ENGINE_PLATFORM',
    `The embedded engine's native part for ${platform} (${name}) is not installed.`,
    {
      kind: 'missing',
      hint: `Install with optional packages (npm install, without --omit=optional; on Linux it needs glibc), ${elsewhere}.`,
    },
  );
}

function isInstalled(name: string): boolean {
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('chdb'));
    require.resolve(name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return false;
    throw error;
  }
}
