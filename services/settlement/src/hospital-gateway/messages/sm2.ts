import { createHash } from 'node:crypto';
import { A, B, G, isOnCurve, mod, N, sumOfMultiples, type Point } from './sm2-curve.js';

const BYTES = 32;
const SIGNATURE_BYTES = 2 * BYTES;
/** The default user id of GM/T 0009. */
const USER_ID = '1234567812345678';
const BITS_A_BYTE = 8;

const bytesOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(2 * BYTES, '0'), 'hex');
const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

/** 公钥 of 64 bytes in hex, with or without the 04 of an uncompressed point; null where it is no point of the curve. */
export function sm2PublicKey(hex: string): Point | null {
  const digits = /^(?:04)?([0-9a-fA-F]{128})$/.exec(hex)?.[1];
  if (digits === undefined) return null;
  const half = 2 * BYTES;
  const point = { x: BigInt(`0x${digits.slice(0, half)}`), y: BigInt(`0x${digits.slice(half)}`) };
  return isOnCurve(point) ? point : null;
}

/** SM3 over what stands for the signer and over the text, as GM/T 0003.2 has it. */
export function sm2Digest(text: string, { x, y }: Point): bigint {
  const id = Buffer.from(USER_ID);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length * BITS_A_BYTE);
  const signer = createHash('sm3').update(Buffer.concat([length, id, ...[A, B, G.x, G.y, x, y].map(bytesOf)]));
  return numberOf(createHash('sm3').update(signer.digest()).update(text, 'utf8').digest());
}

/** Whether `signature`, Base64 of r‖s, is the SM2 signature of the text under the public key (2.6 of the interface). Never throws. */
export function verifySm2(text: string, signature: string, publicKey: Point): boolean {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.length !== SIGNATURE_BYTES) return false;
  const [r, s] = [numberOf(bytes.subarray(0, BYTES)), numberOf(bytes.subarray(BYTES))];
  if (r < 1n || r >= N || s < 1n || s >= N) return false;
  const t = mod(r + s, N);
  if (t === 0n) return false;
  const point = sumOfMultiples(s, t, publicKey);
  return point !== null && mod(sm2Digest(text, publicKey) + point.x, N) === r;
}
