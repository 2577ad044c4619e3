import { loginUser, operations, whoAmI, type AnyOperation } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { CensusError, takeCensus, type FoundHandler } from './census.ts';

const plain = { handle: () => ({}) };
const sealing = { prepare: async () => ({}), answer: () => ({}), commit: () => undefined };

function handlerOf(operation: AnyOperation, name = `${operation.name} handler`): FoundHandler {
  return { name, operation, instance: operation.secretReply === true ? sealing : plain };
}

const complete = operations.map((operation) => handlerOf(operation));

describe('the census of operations', () => {
  it('finds a route for every operation of the product', () => {
    expect([...takeCensus(operations, complete).keys()]).toEqual(operations.map(({ name }) => name));
  });

  it.each(operations.map(({ name }) => name))('refuses to start without a handler of %s', (name) => {
    const found = complete.filter(({ operation }) => operation.name !== name);
    expect(() => takeCensus(operations, found)).toThrow(`${name} has no handler`);
  });

  it('refuses two handlers of one operation', () => {
    const found = [...complete, handlerOf(whoAmI, 'Another')];
    expect(() => takeCensus(operations, found)).toThrow('user.whoami is handled by user.whoami handler and Another');
  });

  it('refuses an operation that is declared twice, or whose action no policy knows', () => {
    const odd = { ...whoAmI, name: 'user.odd', action: 'user:odd' };
    expect(() => takeCensus([...operations, whoAmI], complete)).toThrow('user.whoami is declared twice');
    expect(() => takeCensus([odd], [handlerOf(odd)])).toThrow('no policy knows user:odd of user.odd');
  });

  it('refuses a handler of something that is no operation', () => {
    const stray = { ...whoAmI, name: 'user.stray' };
    expect(() => takeCensus(operations, [...complete, handlerOf(stray)])).toThrow('user.stray, which is no operation');
  });

  it('refuses a handler that would store a secret reply plain', () => {
    expect(() => takeCensus([loginUser], [{ name: 'Login', operation: loginUser, instance: plain }])).toThrow(
      'Login lacks what user.login asks',
    );
  });

  it('names everything at once', () => {
    const refused = (): unknown => takeCensus(operations, []);
    expect(refused).toThrow(CensusError);
    expect(refused).toThrow('dataset.add has no handler');
  });
});
