import { apiResponse } from '../../api/client';
import { formatBytes } from '../../lib/format';
import { text } from '../../text';
import { fetchProof } from '../ledger/api';
import { toHex } from '../ledger/verify/bytes';
import { sha256 } from '../ledger/verify/crypto';
import { agree, step, type Step } from '../ledger/verify/steps';
import { verifyEntry } from '../ledger/verify/verifyEntry';
import { addressOf, type EvidenceDetail } from './api';

const words = text.watch.verify;

/** Hashes the content here, and checks that a proven ledger entry certifies that very hash. */
export async function verifyEvidence({ evidence, ledgerIndex }: EvidenceDetail): Promise<Step[]> {
  const content = new Uint8Array(await (await apiResponse(`${addressOf(evidence.id)}/content`)).arrayBuffer());
  const steps = [
    await step(words.content, async () => {
      agree(evidence.digest, toHex(await sha256(content)), words.contentDigest);
      return words.contentFits(formatBytes(content.length));
    }),
  ];
  if (ledgerIndex === null || ledgerIndex === undefined) return steps;
  const proof = await fetchProof(ledgerIndex);
  steps.push(
    await step(words.certified, () => {
      const body = JSON.parse(proof.body) as { id?: string; digest?: string };
      agree(evidence.id, String(body.id), words.certifiedId);
      agree(evidence.digest, String(body.digest), words.certifiedDigest);
      return evidence.digest;
    }),
  );
  return [...steps, ...(await verifyEntry(proof))];
}
