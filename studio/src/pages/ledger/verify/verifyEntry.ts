import type { Api } from '../../../api/types';
import { text } from '../../../text';
import { fromBase64, toBase64, toHex, utf8 } from './bytes';
import { sha256 } from './crypto';
import { leafHash, rootFromPath } from './merkle';
import { isSignedBy, readCheckpoint, readKey, readNote } from './note';
import { agree, step, type Step } from './steps';

/** An entry with all that proves it, as `/api/v1/ledger/entries/{index}/proof` answers. */
export type EntryProof = Api['EntryProofAnswer'];

/** What the page shows of the entry; it must be what was proved. */
export type ShownEntry = Record<string, unknown>;

const words = text.watch.verify;
const members = ['agreement', 'bodySha256', 'cause', 'enlistedAt', 'index', 'instance', 'key', 'kind', 'subject', 'v'];

/** Checks an entry with nothing but the answer, SHA-256 and Ed25519; every step is shown, also after one has failed. */
export async function verifyEntry(proof: EntryProof, shown?: ShownEntry): Promise<Step[]> {
  const leaf = () => JSON.parse(proof.leaf) as ShownEntry;
  return [
    await step(words.body, async () => {
      const digest = toHex(await sha256(utf8(proof.body)));
      agree(String(leaf().bodySha256), digest, words.bodyDigest);
      if (shown?.body !== undefined) agree(sorted(JSON.parse(proof.body)), sorted(shown.body), words.shownBody);
      return digest;
    }),
    await step(words.leaf, async () => {
      agree(String(proof.index), String(leaf().index), words.index);
      if (shown) for (const name of members) agree(JSON.stringify(leaf()[name] ?? null), JSON.stringify(shown[name] ?? null), words.shown(name));
      const hash = toBase64(await leafHash(utf8(proof.leaf)));
      agree(proof.leafHash, hash, words.leafHash);
      return hash;
    }),
    await step(words.key, async () => (await readKey(proof.key)).name),
    await step(words.signature, async () => {
      const key = await readKey(proof.key);
      const note = readNote(proof.checkpoint);
      if (!(await isSignedBy(note, key))) throw new Error(words.badSignature(key.name));
      const head = readCheckpoint(note.text);
      agree(key.name, head.origin, words.origin);
      return words.signed(head.size);
    }),
    await step(words.inclusion, async () => {
      const head = readCheckpoint(readNote(proof.checkpoint).text);
      agree(String(head.size), String(proof.treeSize), words.treeSize);
      const root = await rootFromPath(proof.index, head.size, await leafHash(utf8(proof.leaf)), proof.hashes.map(fromBase64));
      agree(toBase64(head.root), toBase64(root), words.root);
      return words.included(proof.index, head.size, proof.hashes.length);
    }),
  ];
}

// Two JSON values are the same when their members are, in whatever order they came.
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => `${JSON.stringify(name)}:${sorted(member)}`).join(',')}}`;
}
