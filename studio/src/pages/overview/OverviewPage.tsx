import { Skeleton, Stack } from '@mantine/core';
import { IconFileCertificate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '../../components/EmptyState';
import { ErrorPanel } from '../../components/ErrorPanel';
import { PageHeader } from '../../components/PageHeader';
import { useLiveThrottled } from '../../components/watch/useLiveThrottled';
import { text } from '../../text';
import { AgreementCard } from './AgreementCard';
import { fetchOverview } from './api';
import { Latest } from './Latest';
import { Tiles } from './Tiles';

const words = text.watch.overview;
// What live messages do not tell, for example that a day has passed.
const pace = 60_000;

/** How everything stands. */
export function OverviewPage() {
  useLiveThrottled('overview');
  const query = useQuery({ queryKey: ['overview'], queryFn: ({ signal }) => fetchOverview(signal), refetchInterval: pace });
  const overview = query.data;
  return (
    <Stack gap="md">
      <PageHeader title={words.title} lead={words.lead} />
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {!overview && !query.isError && <><Skeleton height={96} /><Skeleton height={280} /></>}
      {overview && (
        <>
          <Tiles overview={overview} />
          {overview.agreements?.map((agreement) => <AgreementCard key={agreement.id} agreement={agreement} />)}
          {overview.agreements?.length === 0 && <EmptyState icon={IconFileCertificate} title={words.noAgreements} hint={words.noAgreementsHint} />}
          <Latest overview={overview} />
        </>
      )}
    </Stack>
  );
}
