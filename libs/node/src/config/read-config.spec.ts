import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, flag, integer, readConfig, text } from './index.ts';

const schema = z.object({
  DQ0_PORT: integer({ min: 1, max: 65_535 }, { expects: 'a port from 1 to 65535', example: '8000' }).default(8000),
  DQ0_FOLDER: text({ expects: 'a folder', example: 'state' }, /^[a-z/]+$/),
  DQ0_SMTP: flag({ expects: 'true or false', example: 'true' }).optional(),
});

describe('readConfig', () => {
  it('reads typed values, fills defaults and ignores other variables', () => {
    expect(readConfig(schema, { DQ0_FOLDER: 'state', DQ0_SMTP: 'false', HOME: '/x' })).toEqual({
      DQ0_PORT: 8000,
      DQ0_FOLDER: 'state',
      DQ0_SMTP: false,
    });
  });

  it('names every bad variable with expectation and example', () => {
    const read = () => readConfig(schema, { DQ0_PORT: '99999', DQ0_FOLDER: '' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow('DQ0_PORT is not valid. Expected: a port from 1 to 65535. Example: DQ0_PORT=8000');
    expect(read).toThrow('DQ0_FOLDER is not set. Expected: a folder. Example: DQ0_FOLDER=state');
  });

  it.each(['yes', '1', 'TRUE'])('takes only the words true and false for a flag, not %s', (word) => {
    expect(() => readConfig(schema, { DQ0_FOLDER: 'state', DQ0_SMTP: word })).toThrow('DQ0_SMTP is not valid');
  });

  it.each(['1e3', '80.5', '0x50', ' 80', 'NaN'])('takes only decimal digits for a number, not %s', (digits) => {
    expect(() => readConfig(schema, { DQ0_FOLDER: 'state', DQ0_PORT: digits })).toThrow('DQ0_PORT is not valid');
  });

  it('never repeats a value, which may be a secret', () => {
    expect(() => readConfig(schema, { DQ0_FOLDER: 'HUNTER2' })).not.toThrow('HUNTER2');
  });
});
