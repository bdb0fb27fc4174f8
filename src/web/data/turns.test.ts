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
  const answers = ['top?x', 'summary?x', 'addresses/10.0.0.1', 'summary?x&filter=a'].map((name) =>
    asked(log, name, name.startsWith('summary') ? promise : Promise.resolve()),
  );
  await new Promise((done) => setTimeout(done, 20));
  expect(log.filter((line) => line.startsWith('asks'))).toEqual(['asks addresses/10.0.0.1', 'asks summary?x&filter=a']);
  resolve();
  await Promise.all(answers);
  expect(log.filter((line) => line.startsWith('asks')).slice(2)).toEqual(['asks summary?x', 'asks top?x']);
});

it('goes on where the first numbers failed', async () => {
  const log: string[] = [];
  const { promise, reject } = Promise.withResolvers<void>();
  const failing = asked(log, 'summary?y', promise);
  setTimeout(() => reject(new Error('no')), 5);
  await Promise.all([expect(failing).rejects.toThrow('no'), asked(log, 'series?y', Promise.resolve())]);
  expect(log).toEqual(['asks summary?y', 'asks series?y', 'has series?y']);
});

it('asks nothing that nobody waits for any more', async () => {
  const log: string[] = [];
  const gone = AbortSignal.abort(new Error('gone'));
  await expect(asked(log, 'top?z', Promise.resolve(), gone)).rejects.toThrow('gone');
  expect(log).toEqual([]);
});
