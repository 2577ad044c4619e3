import { describe, expect, it } from 'vitest';
import { isolationOf, readObserved, type Observed } from './isolation.ts';

const service: Observed = {
  namespaces: { mnt: 'mnt:[1]', net: 'net:[1]', pid: 'pid:[1]', user: 'user:[1]' },
  status: { Uid: '0\t0\t0\t0', CapEff: '000001ffffffffff', NoNewPrivs: '0', Seccomp: '0' },
  limits: {},
  controlGroup: '0::/service',
};
const job: Observed = {
  namespaces: { mnt: 'mnt:[2]', net: 'net:[2]', pid: 'pid:[2]', user: 'user:[1]' },
  status: { Uid: '61185\t61185\t61185\t61185', CapEff: '0000000000000000', NoNewPrivs: '1', Seccomp: '2' },
  limits: { 'Max data size': '1', 'Max file size': '1', 'Max processes': '64', 'Max open files': '512' },
  controlGroup: '0::/service/job',
};
const missing = (changes: Partial<Observed>): string[] =>
  isolationOf({ ...job, ...changes }, service)
    .filter(({ inForce }) => !inForce)
    .map(({ about }) => about);

describe('what keeps a job in', () => {
  it('is all in force, or none of it where the job is like the service', () => {
    expect(missing({})).toEqual([]);
    expect(missing(service)).toHaveLength(8);
  });

  it.each([
    ['files', { namespaces: { ...job.namespaces, mnt: 'mnt:[1]' } }],
    ['network', { namespaces: { ...job.namespaces, net: 'net:[1]' } }],
    ['network', { namespaces: { ...job.namespaces, net: '' } }],
    ['processes', { namespaces: { ...job.namespaces, pid: 'pid:[1]' } }],
    ['user', { status: { ...job.status, Uid: service.status['Uid']! } }],
    ['rights', { status: { ...job.status, CapEff: '0000000000000001' } }],
    ['rights', { status: { ...job.status, NoNewPrivs: '0' } }],
    ['calls', { status: { ...job.status, Seccomp: '0' } }],
    ['limits', { limits: { ...job.limits, 'Max processes': 'unlimited' } }],
    ['control-group', { controlGroup: service.controlGroup }],
  ])('lacks %s where the kernel says so', (about, changes) => expect(missing(changes)).toEqual([about]));

  it('is read from what the kernel prints', () => {
    const text = [
      '0::/x\n--\nName:\tcat\nUid:\t1\t2\t3\t4\nSeccomp:\t2\n--\n',
      'Limit                     Soft Limit           Hard Limit           Units     \n',
      'Max file size             1048576              2097152              bytes     \n',
      'Max processes             64                   unlimited            processes \n--\nmnt:[5]\nnet:[6]\npid:[7]\nuser:[8]\n',
    ].join('');
    expect(readObserved(text)).toMatchObject({
      namespaces: { mnt: 'mnt:[5]', net: 'net:[6]', pid: 'pid:[7]', user: 'user:[8]' },
      status: { Uid: '1\t2\t3\t4', Seccomp: '2' },
      limits: { 'Max file size': '2097152', 'Max processes': 'unlimited' },
      controlGroup: '0::/x',
    });
  });
});
