import { Button, Group, Paper, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { ErrorPanel } from '../../components/ErrorPanel';
import { PageHeader } from '../../components/PageHeader';
import { PageLoader } from '../../components/PageLoader';
import { Time } from '../../components/Time';
import { Facts } from '../../components/watch/Facts';
import { JsonView } from '../../components/watch/JsonView';
import { CopyText } from '../../components/watch/Labels';
import { TextLink } from '../../components/watch/TextLink';
import { VerifyPanel } from '../../components/watch/VerifyPanel';
import { useLive } from '../../live/useLive';
import { text } from '../../text';
import { fetchEntry, fetchHead, fetchProof, type LedgerEntry } from './api';

const words = text.watch.ledger;

/** One entry with its proof. */
export function EntryPage() {
  const { index = '' } = useParams();
  useLive('ledger', ['ledger-head']);
  const query = useQuery({ queryKey: ['ledger', 'one', index], queryFn: ({ signal }) => fetchEntry(index, signal), staleTime: Infinity });
  const head = useQuery({ queryKey: ['ledger-head'], queryFn: ({ signal }) => fetchHead(signal) });
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <PageLoader />;
  const entry = query.data;
  return (
    <Stack gap="md">
      <PageHeader
        title={words.one(entry.index)}
        above={<TextLink to="/ledger">{text.watch.back(words.title)}</TextLink>}
        lead={entry.kind}
        actions={
          <>
            <Step to={entry.index > 0 ? entry.index - 1 : undefined}>{words.previous}</Step>
            <Step to={head.data && entry.index + 1 < head.data.size ? entry.index + 1 : undefined}>{words.next}</Step>
          </>
        }
      />
      <Paper withBorder p="md" component="section" aria-labelledby="proof">
        <Title order={2} size="h4" id="proof" mb="xs">{text.watch.evidence.proof}</Title>
        <VerifyPanel key={entry.index} verify={() => verifyShown(entry)} />
      </Paper>
      <EntryFacts entry={entry} />
      <section aria-labelledby="body">
        <Title order={2} size="h4" id="body" mb="xs">{words.body}</Title>
        <JsonView value={entry.body} label={words.body} />
      </section>
      {head.data?.checkpoint && (
        <section aria-labelledby="checkpoint">
          <Title order={2} size="h4" id="checkpoint" mb="xs">{words.checkpoint}</Title>
          <JsonView value={head.data.checkpoint} label={words.checkpoint} />
          <Group mt="xs"><CopyText value={head.data.key} what={words.publicKey} /></Group>
        </section>
      )}
    </Stack>
  );
}

/** The way to a neighbour. A link cannot be disabled, so where there is none a button stands in. */
const Step = ({ to, children }: { to: number | undefined; children: string }) =>
  to === undefined ? <Button variant="default" disabled>{children}</Button> : <Button variant="default" component={Link} to={`/ledger/${to}`}>{children}</Button>;

// What checks signatures is loaded when somebody asks for it.
async function verifyShown(entry: LedgerEntry) {
  const { verifyEntry } = await import('./verify/verifyEntry');
  return verifyEntry(await fetchProof(entry.index), { ...entry });
}

const EntryFacts = ({ entry }: { entry: LedgerEntry }) => (
  <Facts
    label={words.one(entry.index)}
    items={[
      [words.subject, entry.subject],
      [words.enlisted, <Time key="at" at={entry.enlistedAt} full />],
      [words.agreement, entry.agreement ? <TextLink key="agreement" to={`/agreements/${encodeURIComponent(entry.agreement)}`}>{entry.agreement}</TextLink> : null],
      [words.run, entry.instance ? <TextLink key="run" to={`/runs/${encodeURIComponent(entry.instance)}`}>{entry.instance}</TextLink> : null],
      [words.key, <CopyText key="key" value={entry.key} what={words.key} />],
      [words.leafHash, <CopyText key="leaf" value={entry.leafHash} what={words.leafHash} />],
      [words.bodyHash, <CopyText key="body" value={entry.bodySha256} what={words.bodyHash} />],
    ]}
  />
);
