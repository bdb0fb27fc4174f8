import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { enginePaths, processExists, readRecord, writeRecord } from './address.ts';
import { idleSeconds, memoryLimit } from './limits.ts';
import { boundLog, logTail } from './log.ts';
import { checkPlatform } from './platform.ts';
import { takeStartLock } from './start-lock.ts';

let folder: string;
const at = (name: string): string => path.join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'weir-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the start lock is held by one, and given back', () => {
  const first = takeStartLock(at('lock'), 60_000);
  expect(first).toBeDefined();
  expect(takeStartLock(at('lock'), 60_000)).toBeUndefined();
  first?.release();
  const second = takeStartLock(at('lock'), 60_000);
  expect(second).toBeDefined();
  first?.release();
  expect(takeStartLock(at('lock'), 60_000)).toBeUndefined();
});

test('the start lock of the dead, and one too old to be true, are taken over', () => {
  writeFileSync(at('lock'), '999999999 x');
  takeStartLock(at('lock'), 60_000)?.release();
  writeFileSync(at('lock'), `${process.pid} another process of that id`);
  expect(takeStartLock(at('lock'), 60_000)).toBeUndefined();
  utimesSync(at('lock'), new Date(0), new Date(0));
  takeStartLock(at('lock'), 60_000)?.release();
  writeFileSync(at('lock'), '');
  expect(takeStartLock(at('lock'), 60_000)).toBeUndefined();
  utimesSync(at('lock'), new Date(0), new Date(0));
  expect(takeStartLock(at('lock'), 60_000)).toBeDefined();
});

test('the record is read as it was written, and anything else is none', async () => {
  const paths = enginePaths(folder);
  expect(await readRecord(paths)).toBeUndefined();
  const record = { pid: process.pid, port: 1, secret: 's', started: '2026-01-01T00:00:00.000Z', version: '26' };
  writeRecord(paths, record);
  expect(await readRecord(paths)).toEqual(record);
  for (const text of ['', '{', '[]', '{"pid":"1"}']) {
    writeFileSync(paths.address, text);
    expect(await readRecord(paths), text).toBeUndefined();
  }
});

test('a process that is not there is known as such', () => {
  expect(processExists(process.pid)).toBe(true);
  expect(processExists(999_999_999)).toBe(false);
});

test('a log stays within its bounds and keeps whole lines', () => {
  const lines = Array.from({ length: 1000 }, (_, i) => `line ${i}\n`).join('');
  writeFileSync(at('log'), lines);
  boundLog(at('log'), lines.length);
  expect(readFileSync(at('log'), 'utf8')).toBe(lines);
  boundLog(at('log'), 2000);
  expect(readFileSync(at('log'), 'utf8')).toMatch(/^line \d+\n(line \d+\n)*line 999\n$/);
  expect(logTail(at('log'), 9)).toBe('line 999\n');
  expect(logTail(at('none'), 9)).toBe('');
});

test('limits come from the environment or the machine', () => {
  expect(memoryLimit({}, 100 * 1024 ** 3)).toBe(4 * 1024 ** 3);
  expect(memoryLimit({}, 1000)).toBe(600);
  expect(memoryLimit({ WEIR_ENGINE_MEMORY: '5000' }, 1000)).toBe(5000);
  expect(idleSeconds({})).toBe(300);
  expect(() => idleSeconds({ WEIR_ENGINE_IDLE_SECONDS: 'soon' })).toThrow(/WEIR_ENGINE_IDLE_SECONDS/);
});

test('a platform without an engine is named', () => {
  const never = (): boolean => false;
  expect(() => checkPlatform('win32-x64', never)).toThrow(/does not run on win32-x64/);
  expect(() => checkPlatform('linux-x64', never)).toThrow(/native part for linux-x64 .* is not installed/);
  expect(() => checkPlatform()).not.toThrow();
});
