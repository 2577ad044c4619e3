import { priceEvents, type PrivacyEvent } from '@dq0/accounting';
import { describe, expect, it } from 'vitest';
import { priceJson, renderPrice } from './render-price.ts';

const account = { epsilon: 1, delta: 1e-6 };
const priced = (events: PrivacyEvent[], epsilon = 1) => priceEvents(events, epsilon, account.delta);

describe('the price of events', () => {
  it('says what too many additive deltas are, and shows null for what is not proven', () => {
    const price = priced([{ kind: 'additive_delta', delta: '1e-5' }]);
    expect(renderPrice(price, account)).toContain('leaves 1e-7 for them');
    expect(renderPrice(price, account)).toContain('epsilon (RDP)   not proven at this delta');
    expect(priceJson(price, account)).toMatchObject({ rdpEpsilon: null, reason: 'delta', smallestEpsilon: null });
  });

  it('says when no such account can exist', () => {
    const price = priced([{ kind: 'zcdp', rho: '0.01' }], 1e-4);
    expect(renderPrice(price, { ...account, epsilon: 1e-4 })).toContain('could never admit anything');
  });

  it('says when the exact figure is that of the curves', () => {
    const price = { ...priced([{ kind: 'zcdp', rho: '0.001' }]), pldFollowed: false };
    expect(renderPrice(price, account)).toContain('too many kinds');
  });
});
