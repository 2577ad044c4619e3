import { describe, expect, it } from 'vitest';
import { ServiceConfig } from './service-config.ts';

const least = {
  DQ0_SERVICE_HOME: '/state',
  DQ0_DATA_ROOT: '/data',
  DQ0_REDIS_URL: 'unix:/run/redis.sock',
  DQ0_PLUGINS: '/plugins/a:/plugins/b',
  DQ0_RUNTIMES: '/runtimes',
};

describe('the configuration', () => {
  it('needs five variables and fills the rest', () => {
    const config = new ServiceConfig(least);
    expect(config.socket).toBe('/state/run/service.sock');
    expect(config.plugins).toEqual(['/plugins/a', '/plugins/b']);
    expect(config.sampleOnly).toEqual([]);
    expect(config.planMilliseconds).toBe(5000);
  });

  it.each(Object.keys(least))('stops without %s', (name) => {
    expect(() => new ServiceConfig({ ...least, [name]: '' })).toThrow(`${name} is not set`);
  });

  it('stops on a value that is not as described', () => {
    expect(() => new ServiceConfig({ ...least, DQ0_SERVICE_WORKERS: '0' })).toThrow('DQ0_SERVICE_WORKERS is not valid');
    expect(() => new ServiceConfig({ ...least, DQ0_SERVICE_SAMPLE_ONLY: 'All Data' })).toThrow('names of data sets');
  });
});
