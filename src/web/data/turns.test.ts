import { expect, it } from 'vitest';
import { inTurn } from './turns.ts';

const asked = (log: string[], name: string, answer: Promise<unknown>, signal = new AbortController().signal) =>
  inTurn(`/api/v1/${name}`, signal, async () => {
    log.push(`asks ${name}`);
    await answer;
    log.push(`has ${name}`);
  });

it('asks for the first numbers first, whatever was called before', async () => {
  const log: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const all = [asked(log, 'top?x', Promise.resolve()), asked(log, 'summary?x', promise)];
  await new Promise((done) => setTimeout(done, 20));
  expect(log).toEqual(['asks summary?x']);
  resolve();
  await Promise.all(all);
  expect(log).toEqual(['asks summary?x', 'has summary?x', 'asks top?x', 'has top?x']);
});

it('goes on where the first numbers failed', async () => {
  const log: string[] = [];
  const failing = asked(log, 'summary?y', Promise.reject(new Error('no')));
  await Promise.all([expect(failing).rejects.toThrow('no'), asked(log, 'series?y', Promise.resolve())]);
  expect(log).toEqual(['asks summary?y', 'asks series?y', 'has series?y']);
});

it('asks nothing that nobody waits for any more', async () => {
  const log: string[] = [];
  const gone = AbortSignal.abort(new Error('gone'));
  await expect(asked(log, 'top?z', Promise.resolve(), gone)).rejects.toThrow('gone');
  expect(log).toEqual([]);
});
