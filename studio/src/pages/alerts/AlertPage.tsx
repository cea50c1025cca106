import { Group, Paper, Stack, Text, Timeline, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ErrorPanel } from '../../components/ErrorPanel';
import { PageHeader } from '../../components/PageHeader';
import { PageLoader } from '../../components/PageLoader';
import { Time } from '../../components/Time';
import { Facts } from '../../components/watch/Facts';
import { JsonView } from '../../components/watch/JsonView';
import { AlertStateBadge, ScopeText, SeverityBadge } from '../../components/watch/Labels';
import { TextLink } from '../../components/watch/TextLink';
import { useLive } from '../../live/useLive';
import { useCan } from '../../session/SessionContext';
import { text } from '../../text';
import { type Alert, fetchAlert } from './api';
import { AlertResponse } from './AlertResponse';

const words = text.watch.alerts;

/** One alert: what happened, and what is done about it. */
export function AlertPage() {
  const { id = '' } = useParams();
  const may = useCan('ack:alerts');
  useLive('alerts', ['alerts']);
  const query = useQuery({ queryKey: ['alerts', 'one', id], queryFn: ({ signal }) => fetchAlert(id, signal) });
  if (query.isError && !query.data) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <PageLoader />;
  const alert = query.data;
  return (
    <Stack gap="md">
      <PageHeader
        title={alert.title}
        above={<TextLink to="/alerts">{text.watch.back(words.title)}</TextLink>}
        lead={<Group gap="xs"><SeverityBadge severity={alert.severity} /><AlertStateBadge state={alert.state} />{alert.acknowledgedBy && <span>{words.by(alert.acknowledgedBy)}</span>}</Group>}
      />
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {may && <AlertResponse key={id} alert={alert} />}
      <AlertFacts alert={alert} />
      <Paper withBorder p="md" component="section" aria-labelledby="timeline">
        <Title order={2} size="h4" id="timeline" mb="md">{words.timeline}</Title>
        <Timeline bulletSize={14} lineWidth={2} active={alert.timeline?.length ?? 0}>
          {alert.timeline?.map((line) => (
            <Timeline.Item key={line.key} title={words.kinds[line.kind] ?? line.kind}>
              {line.text && <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{line.text}</Text>}
              <Text size="xs" c="dimmed"><Time at={line.at} full />{line.actor && <> · <Actor name={line.actor} /></>}</Text>
            </Timeline.Item>
          ))}
        </Timeline>
      </Paper>
      <section aria-labelledby="details">
        <Title order={2} size="h4" id="details" mb="xs">{words.details}</Title>
        <JsonView value={alert.details} label={words.details} />
      </section>
    </Stack>
  );
}

const runId = /^[0-9a-z]{26}$/;

/** A person by name; a run by a way to look at it, since its id says nothing. */
const Actor = ({ name }: { name: string }) => (runId.test(name) ? <TextLink to={`/runs/${name}`}>{words.byRun}</TextLink> : name);

function AlertFacts({ alert }: { alert: Alert }) {
  const agreement = alert.agreementId ? `/agreements/${encodeURIComponent(alert.agreementId)}` : undefined;
  return (
    <Facts
      label={alert.title}
      items={[
        [words.agreement, agreement ? <TextLink key="agreement" to={agreement}>{alert.agreementId}</TextLink> : null],
        [words.guarantee, agreement && alert.guaranteeId ? <TextLink key="guarantee" to={`${agreement}?guarantee=${encodeURIComponent(alert.guaranteeId)}`}>{alert.guaranteeId}</TextLink> : alert.guaranteeId],
        [text.watch.agreements.scope, <ScopeText key="scope" scope={alert.scope} />],
        [words.source, alert.source],
        [words.opened, <Time key="opened" at={alert.openedAt} full />],
        [words.seen, <span key="seen"><Time at={alert.lastSeenAt} full />, {words.times(alert.occurrences)}</span>],
        ...(alert.resolvedAt ? [[words.resolution, <span key="resolved"><Time at={alert.resolvedAt} full />{alert.resolution && `: ${alert.resolution}`}</span>] as [string, React.ReactNode]] : []),
      ]}
    />
  );
}
