import { concat, equal, fromBase64, toHex, utf8 } from './bytes';
import { sha256, verifyEd25519 } from './crypto';

type Bytes = Uint8Array<ArrayBuffer>;

/** A public key that checks notes (C2SP signed-note): `name+id+base64`. */
export interface NoteKey {
  name: string;
  id: Bytes;
  publicKey: Bytes;
}

/** A text with signatures. */
export interface SignedNote {
  /** What is signed; ends with a newline. */
  text: string;
  signatures: { name: string; id: Bytes; signature: Bytes }[];
}

/** The head of a ledger (C2SP tlog-checkpoint). */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
}

const ed25519 = 1;
const lineStart = '— ';

/** Reads a key and checks that its id belongs to it. */
export async function readKey(text: string): Promise<NoteKey> {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  if (name === undefined || id === undefined || encoded === undefined) throw new Error('The public key does not read name+id+base64.');
  const bytes = fromBase64(encoded);
  if (bytes.length !== 33 || bytes[0] !== ed25519) throw new Error('The public key is not an Ed25519 key.');
  const computed = (await sha256(concat(utf8(`${name}\n`), bytes))).slice(0, 4);
  if (toHex(computed) !== id) throw new Error(`The public key does not match its id ${id}.`);
  return { name, id: computed, publicKey: bytes.slice(1) };
}

/** Reads a note; no signature is checked. */
export function readNote(note: string): SignedNote {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw new Error('The checkpoint is not a signed note.');
  const signatures = note
    .slice(split + 2, -1)
    .split('\n')
    .map((line) => {
      const [name, encoded, ...more] = line.startsWith(lineStart) ? line.slice(lineStart.length).split(' ') : [];
      if (!name || !encoded || more.length > 0) throw new Error(`“${line}” is not a line with a signature.`);
      const bytes = fromBase64(encoded);
      return { name, id: bytes.slice(0, 4), signature: bytes.slice(4) };
    });
  return { text: note.slice(0, split + 1), signatures };
}

/** Whether a note carries a valid signature of a key. One that claims to be this key's but fails makes it invalid. */
export async function isSignedBy(note: SignedNote, key: NoteKey): Promise<boolean> {
  const own = note.signatures.filter((one) => one.name === key.name && equal(one.id, key.id));
  const valid = await Promise.all(own.map((one) => verifyEd25519(key.publicKey, utf8(note.text), one.signature)));
  return own.length > 0 && valid.every(Boolean);
}

/** Reads the text of a checkpoint. */
export function readCheckpoint(text: string): Checkpoint {
  const [origin, size, root] = text.split('\n');
  if (!origin || !size || !root || !/^(0|[1-9]\d*)$/.test(size)) throw new Error('The checkpoint does not have origin, size and root hash.');
  const bytes = fromBase64(root);
  if (bytes.length !== 32) throw new Error('The root hash of the checkpoint does not have 32 bytes.');
  return { origin, size: Number(size), root: bytes };
}
