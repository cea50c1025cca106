import { Alert, Group, List, Paper, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router';
import { ErrorPanel } from '../../components/ErrorPanel';
import { PageHeader } from '../../components/PageHeader';
import { PageLoader } from '../../components/PageLoader';
import { Time } from '../../components/Time';
import { Facts } from '../../components/watch/Facts';
import { CopyText, StateBadge } from '../../components/watch/Labels';
import { TextLink } from '../../components/watch/TextLink';
import { useLive } from '../../live/useLive';
import { text } from '../../text';
import { fetchAgreement } from './api';
import { GuaranteeHistory } from './GuaranteeHistory';
import { GuaranteeTable } from './GuaranteeTable';

const words = text.watch.agreements;

/** One agreement: its promises, and the chosen one over time. */
export function AgreementPage() {
  const { id = '' } = useParams();
  const [parameters, setParameters] = useSearchParams();
  useLive('agreements', ['agreements', 'history']);
  const query = useQuery({ queryKey: ['agreements', 'one', id], queryFn: ({ signal }) => fetchAgreement(id, signal) });
  if (query.isError && !query.data) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <PageLoader />;
  const agreement = query.data;
  const guarantees = agreement.guarantees ?? [];
  const asked = parameters.get('guarantee');
  const chosen = guarantees.find((one) => one.id === asked) ?? guarantees.find((one) => one.state === 'violated') ?? guarantees[0];
  const choose = (guarantee: string) =>
    setParameters((current) => {
      const next = new URLSearchParams(current);
      next.set('guarantee', guarantee);
      return next;
    });
  return (
    <Stack gap="md">
      <PageHeader
        title={agreement.name}
        above={<TextLink to="/agreements">{text.watch.back(words.title)}</TextLink>}
        lead={<Group gap="md"><StateBadge state={agreement.state} /><span>{words.counts(agreement.fulfilled, agreement.violated, agreement.notDetermined)}</span></Group>}
      />
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {agreement.problems && (
        <Alert color="red" title={words.problems}>
          <List size="sm">{agreement.problems.map((problem) => <List.Item key={problem}>{problem}</List.Item>)}</List>
        </Alert>
      )}
      {guarantees.length > 0 && <GuaranteeTable guarantees={guarantees} chosen={chosen?.id} onChoose={choose} />}
      {chosen && (
        <Paper withBorder p="md" component="section" aria-labelledby="history">
          <Title order={2} size="h4" id="history" mb={4}>{words.overTime(chosen.id)}</Title>
          <GuaranteeHistory key={chosen.id} agreementId={id} guarantee={chosen} />
        </Paper>
      )}
      <Facts
        label={agreement.name}
        items={[
          ['Id', <span className="mono" key="id">{agreement.id}</span>],
          [words.version, agreement.version],
          [words.created, <Time key="created" at={agreement.createdAt} full />],
          [words.zone, agreement.timeZone],
          [words.evaluated, <Time key="evaluated" at={agreement.evaluatedAt} />],
          [words.next, agreement.nextEvaluationAt ? <Time key="next" at={agreement.nextEvaluationAt} /> : text.watch.overview.noSchedule],
          [words.digest, <CopyText key="digest" value={agreement.digest} what={words.digest} />],
          [text.shell.alerts, <Group key="links" gap="md"><TextLink to={`/alerts?agreementId=${encodeURIComponent(id)}`}>{words.alerts}</TextLink><TextLink to={`/evidence?agreementId=${encodeURIComponent(id)}`}>{words.evidence}</TextLink></Group>],
        ]}
      />
    </Stack>
  );
}
