import { fingerprintGroups } from '@dq0/encryption';
import { CodedError, type DeviceRecord } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import type { KnownCaller } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { DevicesRepository, type OwnedDevice } from './devices.repository.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { UsersRepository } from './users.repository.ts';

/** Which devices speak for a user, and their end. */
@Injectable()
export class DevicesService {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #policies: PoliciesService;
  readonly #users: UsersRepository;
  readonly #devices: DevicesRepository;
  readonly #sessions: SessionsRepository;

  constructor(
    clock: Clock,
    unitOfWork: UnitOfWork,
    policies: PoliciesService,
    users: UsersRepository,
    devices: DevicesRepository,
    sessions: SessionsRepository,
  ) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#policies = policies;
    this.#users = users;
    this.#devices = devices;
    this.#sessions = sessions;
  }

  /** @throws CodedError ACCESS_DENIED for the devices of others, whether or not there is such a user | USER_UNKNOWN */
  list(caller: KnownCaller, email: string = caller.user.email): DeviceRecord[] {
    return this.#unitOfWork.read((reading) => {
      if (email !== caller.user.email && !this.#seesAll(reading, caller, 'device:list')) {
        throw new CodedError('ACCESS_DENIED');
      }
      const user = this.#users.byEmail(reading, email);
      if (user === undefined) throw new CodedError('USER_UNKNOWN');
      return this.#devices.ofUser(reading, user.id).map((device) => this.#record(device, caller));
    });
  }

  /** @throws CodedError DEVICE_UNKNOWN, alike for a device of somebody else and for none */
  revoke(caller: KnownCaller, thumbprint: string): DeviceRecord {
    return this.#unitOfWork.write((writing) => {
      const device = this.#devices.owned(writing, thumbprint);
      const own = device?.email === caller.user.email;
      if (device === undefined || !(own || this.#seesAll(writing, caller, 'device:revoke'))) {
        throw new CodedError('DEVICE_UNKNOWN');
      }
      caller.audit.object = device.email;
      caller.audit.facts['fingerprint'] = fingerprintGroups(thumbprint);
      this.#sessions.removeOfDevice(writing, thumbprint);
      this.#devices.unbind(writing, thumbprint);
      return this.#record({ ...device, expiresAt: null }, caller);
    });
  }

  #seesAll(reading: Reading, { user }: KnownCaller, action: string): boolean {
    const { permit, scope } = this.#policies.decide(reading, { user, action });
    return permit && scope === 'all';
  }

  #record(
    { thumbprint, name, email, createdAt, expiresAt, machine }: OwnedDevice,
    { device }: KnownCaller,
  ): DeviceRecord {
    const loggedIn = expiresAt !== null && expiresAt > this.#clock.now().getTime();
    return {
      device: thumbprint,
      name,
      email,
      fingerprint: fingerprintGroups(thumbprint),
      since: new Date(createdAt).toISOString(),
      loggedInUntil: loggedIn ? new Date(expiresAt).toISOString() : null,
      machine,
      current: thumbprint === device,
    };
  }
}
