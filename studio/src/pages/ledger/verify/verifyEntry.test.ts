import { afterEach, describe, expect, it, vi } from 'vitest';
import vectors from './vectors.json';
import { type EntryProof, verifyEntry } from './verifyEntry';

// Answers of a real ledger: GET /api/v1/ledger/entries/{index}/proof.
const proofs = vectors as EntryProof[];
const good = proofs[1] as EntryProof;
const flip = (base64: string) => (base64.startsWith('A') ? 'B' : 'A') + base64.slice(1);
const results = async (proof: EntryProof) => (await verifyEntry(proof)).map(({ ok }) => ok);

describe.each([
  ['WebCrypto', () => undefined],
  ['JavaScript alone', () => vi.stubGlobal('crypto', {})],
])('with %s', (_, arrange) => {
  afterEach(() => vi.unstubAllGlobals());

  it('accepts what a real ledger answered', async () => {
    arrange();
    for (const proof of proofs) expect(await results(proof)).toEqual([true, true, true, true, true]);
  });

  it('accepts what is shown when it is what was proved', async () => {
    arrange();
    const shown = { ...(JSON.parse(good.leaf) as object), body: JSON.parse(good.body) as unknown };
    expect((await verifyEntry(good, shown)).every(({ ok }) => ok)).toBe(true);
    expect((await verifyEntry(good, { ...shown, subject: 'somebody else' })).map(({ ok }) => ok)).toEqual([true, false, true, true, true]);
    expect((await verifyEntry(good, { ...shown, body: {} })).map(({ ok }) => ok)).toEqual([false, true, true, true, true]);
  });

  it.each<[string, Partial<EntryProof>, number[]]>([
    ['a changed body', { body: good.body.replace('"size":', '"size":1') }, [0]],
    ['a changed leaf', { leaf: good.leaf.replace('"cause":', '"cause":1') }, [1, 4]],
    ['another index', { index: good.index + 1 }, [1, 4]],
    ['another leaf hash', { leafHash: flip(good.leafHash) }, [1]],
    ['a changed path', { hashes: [flip(good.hashes[0] as string), ...good.hashes.slice(1)] }, [4]],
    ['a path too short', { hashes: good.hashes.slice(0, -1) }, [4]],
    ['a path too long', { hashes: [...good.hashes, good.leafHash] }, [4]],
    ['another size', { treeSize: good.treeSize + 1 }, [4]],
    ['a checkpoint of another size', { checkpoint: good.checkpoint.replace(`\n${good.treeSize}\n`, `\n${good.treeSize + 1}\n`) }, [3, 4]],
    ['a changed signature', { checkpoint: good.checkpoint.replace(/(\S{20})=\n$/, (found) => flip(found)) }, [3]],
    ['a key that does not match its id', { key: good.key.replace(/\+[0-9a-f]{8}\+/, '+00000000+') }, [2, 3]],
    ['no note at all', { checkpoint: 'trust me' }, [3, 4]],
  ])('refuses %s', async (_name, change, failing) => {
    arrange();
    expect(await results({ ...good, ...change })).toEqual([0, 1, 2, 3, 4].map((i) => !failing.includes(i)));
  });

  it('refuses a ledger signed by somebody else', async () => {
    arrange();
    // The public key of RFC 8032's first test vector, with its right id: the signature line names the old key.
    const key = 'status.other+c3a4d5f8+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea';
    expect((await results({ ...good, key }))[3]).toBe(false);
  });
});
