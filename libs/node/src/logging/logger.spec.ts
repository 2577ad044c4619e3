import { describe, expect, it } from 'vitest';
import { createLogger, NestLogger, type LogFields } from './index.ts';

function recorded(level: 'debug' | 'info' = 'info') {
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line) };
  const logger = createLogger({ process: 'proxy', level, stream, now: () => new Date('2026-01-02T03:04:05Z') });
  return { lines, logger, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('createLogger', () => {
  it('writes one JSON object a line with time, level, process and event', () => {
    const { lines, logger } = recorded();
    logger.info('MESSAGE_STORED', { bytes: 4096, id: 'a' });
    expect(lines).toEqual([
      '{"time":"2026-01-02T03:04:05.000Z","level":"info","process":"proxy","event":"MESSAGE_STORED","bytes":4096,"id":"a"}\n',
    ]);
  });

  it('drops fields that are not on the list, and counts them', () => {
    const { logger, parsed, lines } = recorded();
    logger.warn('REFUSED', { sql: 'SELECT secret', status: 400, code: { deep: 'secret' } } as unknown as LogFields);
    expect(parsed()[0]).toMatchObject({ status: 400, dropped: 2 });
    expect(lines.join('')).not.toContain('secret');
  });

  it('keeps kind and position of an error but not its message', () => {
    const { logger, parsed, lines } = recorded();
    const error = Object.assign(new RangeError('secret\n    at secret'), {
      code: 'E_CODE',
      cause: new Error('secret too'),
    });
    logger.error('FAILED', { error });
    expect(parsed()[0]).toMatchObject({ error: { name: 'RangeError', code: 'E_CODE', cause: { name: 'Error' } } });
    expect((parsed()[0]?.['error'] as { at: string[] }).at[0]).toContain('logger.spec.ts');
    expect(lines.join('')).not.toContain('secret');
  });

  it('takes a code for an event, not a sentence', () => {
    const { logger, parsed } = recorded();
    logger.info('user bob logged in');
    expect(parsed()[0]).toMatchObject({ event: 'EVENT_INVALID' });
  });

  it('leaves out what is below its level', () => {
    const { logger, lines } = recorded();
    logger.debug('QUIET');
    expect(lines).toEqual([]);
  });

  it('keeps a line a line, whatever a field holds', () => {
    const { logger, lines } = recorded();
    logger.info('ODD', { id: 'a\n{"level":"error"}', host: 'x'.repeat(5000) });
    expect(lines.join('').trim().split('\n')).toHaveLength(1);
    expect(lines.join('').length).toBeLessThan(500);
  });
});

describe('NestLogger', () => {
  it("keeps the component and the kind of error, not Nest's free text", () => {
    const { logger, parsed, lines } = recorded('debug');
    const nest = new NestLogger(logger);
    nest.log('Mapped secret', 'RouterExplorer');
    nest.error(new TypeError('secret'), 'stack of the secret\n   at x', 'ExceptionsHandler');
    nest.warn('secret warning');
    expect(parsed()).toMatchObject([
      { level: 'debug', event: 'NEST', component: 'RouterExplorer' },
      { level: 'error', event: 'NEST_ERROR', component: 'ExceptionsHandler', error: { name: 'TypeError' } },
      { level: 'warn', event: 'NEST_WARNING' },
    ]);
    expect(lines.join('')).not.toContain('secret');
  });
});
