import { IconFileSearch } from '@tabler/icons-react';
import type { DataTableColumn } from 'mantine-datatable';
import { fetchList, type ListRequest } from '../../api/list';
import { DataList } from '../../components/DataList';
import { EmptyState } from '../../components/EmptyState';
import { FilterInput } from '../../components/FilterInput';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { SelectFilter } from '../../components/watch/SelectFilter';
import { TextLink } from '../../components/watch/TextLink';
import { formatBytes, shorten } from '../../lib/format';
import { useListState } from '../../lib/useListState';
import { useLive } from '../../live/useLive';
import { text } from '../../text';
import type { Evidence } from './api';

const words = text.watch.evidence;
const filters = ['q', 'kind', 'controlId', 'agreementId', 'validity'] as const;
const pathOf = ({ id }: Evidence) => `/evidence/${encodeURIComponent(id)}`;
const validities = { valid: text.watch.validities.valid ?? '', expired: text.watch.validities.expired ?? '' };

const columns: DataTableColumn<Evidence>[] = [
  { accessor: 'source', title: words.source, width: 200, render: (one) => <TextLink to={pathOf(one)}>{one.source}</TextLink> },
  { accessor: 'kind', title: words.kind, sortable: true, width: 110 },
  { accessor: 'controlId', title: words.control, width: 90 },
  { accessor: 'agreementId', title: words.agreement, render: ({ agreementId }) => (agreementId ? <TextLink to={`/agreements/${encodeURIComponent(agreementId)}`}>{agreementId}</TextLink> : null) },
  { accessor: 'collectedAt', title: words.collected, sortable: true, width: 150, render: ({ collectedAt }) => <Time at={collectedAt} /> },
  { accessor: 'validUntil', title: words.validUntil, sortable: true, width: 140, render: ({ validUntil }) => (validUntil ? <Time at={validUntil} /> : words.noEnd) },
  { accessor: 'size', title: words.size, sortable: true, width: 90, textAlign: 'right', render: ({ size }) => formatBytes(size) },
  { accessor: 'digest', title: words.digest, width: 140, render: ({ digest }) => <span className="mono" title={digest}>{shorten(digest)}</span> },
];

/** What was collected. */
export function EvidenceListPage() {
  const state = useListState({ filters, sort: '-collectedAt' });
  useLive('evidence', ['evidence']);
  return (
    <>
      <PageHeader title={words.title} lead={words.lead} />
      <DataList
        label={words.title}
        queryKey="evidence"
        state={state}
        fetch={(request, signal) => fetchList<Evidence>('/api/v1/evidence', withInstants(request), signal)}
        columns={columns}
        idOf={({ id }) => id}
        linkTo={pathOf}
        minWidth={980}
        filters={
          <>
            <FilterInput label={words.source} state={state} name="q" />
            <FilterInput label={words.kind} state={state} name="kind" />
            <FilterInput label={words.control} state={state} name="controlId" />
            <FilterInput label={words.agreement} state={state} name="agreementId" />
            <SelectFilter label={words.validity} state={state} name="validity" options={validities} />
          </>
        }
        empty={<EmptyState icon={IconFileSearch} title={words.empty} hint={words.emptyHint} />}
      />
    </>
  );
}

/** Valid and expired are meant now. */
function withInstants({ filters: { validity, ...rest }, ...request }: ListRequest): ListRequest {
  const now = new Date().toISOString();
  return { ...request, filters: { ...rest, ...(validity === 'valid' ? { validAt: now } : validity === 'expired' ? { expiredAt: now } : {}) } };
}
