import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ErrorPanel } from '../../components/ErrorPanel';
import { PageHeader } from '../../components/PageHeader';
import { PageLoader } from '../../components/PageLoader';
import { Time } from '../../components/Time';
import { Facts } from '../../components/watch/Facts';
import { JsonView } from '../../components/watch/JsonView';
import { CopyText, ScopeText, ValidityBadge } from '../../components/watch/Labels';
import { TextLink } from '../../components/watch/TextLink';
import { VerifyPanel } from '../../components/watch/VerifyPanel';
import { fromHost } from '../../lib/base';
import { formatBytes } from '../../lib/format';
import { text } from '../../text';
import { addressOf, type EvidenceDetail, fetchEvidence } from './api';

const words = text.watch.evidence;

/** One piece of evidence: what it is, how it came to be, and its proof. */
export function EvidencePage() {
  const { id = '' } = useParams();
  const query = useQuery({ queryKey: ['evidence', 'one', id], queryFn: ({ signal }) => fetchEvidence(id, signal) });
  if (query.isError && !query.data) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <PageLoader />;
  const { evidence, validity, ledgerIndex } = query.data;
  const posted = ledgerIndex !== null && ledgerIndex !== undefined;
  return (
    <Stack gap="md">
      <PageHeader
        title={words.one(evidence.source)}
        above={<TextLink to="/evidence">{text.watch.back(words.title)}</TextLink>}
        lead={<ValidityBadge validity={validity} />}
        actions={<Button component="a" href={fromHost(`${addressOf(id)}/content`)} download variant="default" leftSection={<IconDownload size={16} aria-hidden />}>{words.content}</Button>}
      />
      <EvidenceFacts detail={query.data} />
      <Paper withBorder p="md" component="section" aria-labelledby="proof">
        <Title order={2} size="h4" id="proof" mb="xs">{words.proof}</Title>
        <Text size="sm" mb="xs">{posted ? <TextLink to={`/ledger/${ledgerIndex}`}>{words.entry(ledgerIndex)}</TextLink> : words.notPosted}</Text>
        <VerifyPanel key={id} verify={async () => (await import('./verifyEvidence')).verifyEvidence(query.data)} />
      </Paper>
      <section aria-labelledby="provenance">
        <Title order={2} size="h4" id="provenance" mb="xs">{words.provenance}</Title>
        <JsonView value={evidence.provenance} label={words.provenance} />
      </section>
    </Stack>
  );
}

function EvidenceFacts({ detail: { evidence } }: { detail: EvidenceDetail }) {
  return (
    <Facts
      label={words.one(evidence.source)}
      items={[
        [words.digestLong, <CopyText key="digest" value={evidence.digest} what={words.digest} />],
        [words.collected, <Time key="at" at={evidence.collectedAt} full />],
        [words.validFrom, <Time key="from" at={evidence.validFrom} full />],
        [words.validUntil, evidence.validUntil ? <Time key="until" at={evidence.validUntil} full /> : words.noEnd],
        [words.window, evidence.window ? <span key="window"><Time at={evidence.window.from} full /> {words.to} <Time at={evidence.window.to} full /></span> : null],
        [words.scope, <ScopeText key="scope" scope={evidence.scope} />],
        [words.kind, `${evidence.kind}, ${evidence.mediaType}, ${formatBytes(evidence.size)}`],
        [words.control, evidence.controlId],
        [words.agreement, evidence.agreementId ? <TextLink key="agreement" to={`/agreements/${encodeURIComponent(evidence.agreementId)}`}>{evidence.agreementId}</TextLink> : null],
        [words.run, <TextLink key="run" to={`/runs/${encodeURIComponent(evidence.instanceId)}`}>{evidence.instanceId}</TextLink>],
      ]}
    />
  );
}
