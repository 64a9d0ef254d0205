/** Parameters of the recommended curve of GM/T 0003.5 (SM2). */
const hex = (digits: string): bigint => BigInt(`0x${digits}`);
export const P = hex('fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff');
export const A = hex('fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc');
export const B = hex('28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93');
export const N = hex('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123');
export const G: Point = {
  x: hex('32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7'),
  y: hex('bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0'),
};
const BITS = 256;

export interface Point {
  readonly x: bigint;
  readonly y: bigint;
}
/** Jacobian coordinates; z = 0 is the point at infinity. */
type Jacobian = readonly [x: bigint, y: bigint, z: bigint];
const INFINITY: Jacobian = [1n, 1n, 0n];

export const mod = (value: bigint, modulus: bigint): bigint => {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
};

/** Inverse by Euclid; the modulus is prime. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [mod(value, modulus), modulus, 1n, 0n];
  while (a > 1n) [a, b, x, y] = [b % a, a, y - (b / a) * x, x];
  return mod(x, modulus);
}

export const isOnCurve = ({ x, y }: Point): boolean =>
  x < P && y < P && mod(y * y, P) === mod(x * x * x + A * x + B, P);

function doubled([x, y, z]: Jacobian): Jacobian {
  if (z === 0n) return INFINITY;
  const y2 = mod(y * y, P);
  const s = mod(4n * x * y2, P);
  const z2 = mod(z * z, P);
  const m = mod(3n * x * x + A * z2 * z2, P);
  const x3 = mod(m * m - 2n * s, P);
  return [x3, mod(m * (s - x3) - 8n * y2 * y2, P), mod(2n * y * z, P)];
}

function added(one: Jacobian, other: Jacobian): Jacobian {
  if (one[2] === 0n) return other;
  if (other[2] === 0n) return one;
  const [[x1, y1, z1], [x2, y2, z2]] = [one, other];
  const [z1z1, z2z2] = [mod(z1 * z1, P), mod(z2 * z2, P)];
  const [u1, u2] = [mod(x1 * z2z2, P), mod(x2 * z1z1, P)];
  const [s1, s2] = [mod(y1 * z2 * z2z2, P), mod(y2 * z1 * z1z1, P)];
  if (u1 === u2) return s1 === s2 ? doubled(one) : INFINITY;
  const [h, r] = [u2 - u1, s2 - s1];
  const [h2, h3] = [mod(h * h, P), mod(h * h * h, P)];
  const x3 = mod(r * r - h3 - 2n * u1 * h2, P);
  return [x3, mod(r * (u1 * h2 - x3) - s1 * h3, P), mod(h * z1 * z2, P)];
}

/** s·G + t·Q, both at once; null for the point at infinity. */
export function sumOfMultiples(s: bigint, t: bigint, q: Point): Point | null {
  const [g, point]: readonly [Jacobian, Jacobian] = [
    [G.x, G.y, 1n],
    [q.x, q.y, 1n],
  ];
  const both = added(g, point);
  let sum = INFINITY;
  for (let bit = BigInt(BITS - 1); bit >= 0n; bit -= 1n) {
    sum = doubled(sum);
    const [inS, inT] = [((s >> bit) & 1n) === 1n, ((t >> bit) & 1n) === 1n];
    if (inS) sum = added(sum, inT ? both : g);
    else if (inT) sum = added(sum, point);
  }
  if (sum[2] === 0n) return null;
  const z = inverse(sum[2], P);
  return { x: mod(sum[0] * z * z, P), y: mod(sum[1] * z * z * z, P) };
}
