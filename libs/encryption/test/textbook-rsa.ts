/** base^exponent modulo a number, by squaring. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let factor = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return result;
}

export function toNumber(base64url: string): bigint {
  return BigInt(`0x${Buffer.from(base64url, 'base64url').toString('hex')}`);
}

export function toBase64url(number: bigint): string {
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}

/** A number below 2^bits with its two highest bits and the lowest one set. */
export function randomOdd(bits: number): bigint {
  const bytes = crypto.getRandomValues(new Uint8Array(Math.ceil(bits / 8)));
  const random = BigInt.asUintN(bits, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
  return random | (3n << BigInt(bits - 2)) | 1n;
}

/** Miller-Rabin with a few small bases: good enough for numbers that nobody chose to deceive. */
export function isProbablePrime(number: bigint): boolean {
  const odd = (number - 1n).toString(2).replace(/0+$/, '');
  const halvings = (number - 1n).toString(2).length - odd.length;
  return [2n, 3n, 5n, 7n].every((base) => {
    let value = power(base, BigInt(`0b${odd}`), number);
    if (value === 1n || value === number - 1n) return true;
    for (let step = 1; step < halvings; step += 1) {
      value = (value * value) % number;
      if (value === number - 1n) return true;
    }
    return false;
  });
}
