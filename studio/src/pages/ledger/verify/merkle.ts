import { concat } from './bytes';
import { sha256 } from './crypto';

type Bytes = Uint8Array<ArrayBuffer>;

/** The hash of a leaf: SHA-256(0x00, data) (RFC 6962 section 2.1). */
export const leafHash = (data: Bytes): Promise<Bytes> => sha256(concat(Uint8Array.of(0), data));

const nodeHash = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(concat(Uint8Array.of(1), left, right));

/**
 * The root that an inclusion path leads to (RFC 9162 section 2.1.3.2).
 * @throws Error when the path is too long or too short for the place in the tree.
 */
export async function rootFromPath(index: number, size: number, leaf: Bytes, path: readonly Bytes[]): Promise<Bytes> {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) throw new Error(`A tree of ${size} entries has no entry ${index}.`);
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (sibling.length !== 32) throw new Error('A hash of the path does not have 32 bytes.');
    if (last === 0) throw new Error('The path is longer than the tree is high.');
    if (node % 2 === 1 || node === last) {
      hash = await nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = await nodeHash(hash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw new Error('The path ends before it reaches the root.');
  return hash;
}
