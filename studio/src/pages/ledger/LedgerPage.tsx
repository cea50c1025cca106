import { Stack, Text } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { DataTableColumn } from 'mantine-datatable';
import { fetchList } from '../../api/list';
import { DataList } from '../../components/DataList';
import { EmptyState } from '../../components/EmptyState';
import { FilterInput } from '../../components/FilterInput';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { Facts } from '../../components/watch/Facts';
import { CopyText } from '../../components/watch/Labels';
import { TextLink } from '../../components/watch/TextLink';
import { shorten } from '../../lib/format';
import { useListState } from '../../lib/useListState';
import { useLive } from '../../live/useLive';
import { text } from '../../text';
import { fetchHead, type LedgerEntry } from './api';

const words = text.watch.ledger;
const filters = ['q', 'kind', 'agreement'] as const;
const pathOf = ({ index }: LedgerEntry) => `/ledger/${index}`;

const columns: DataTableColumn<LedgerEntry>[] = [
  { accessor: 'index', title: words.index, sortable: true, width: 90, render: (entry) => <TextLink to={pathOf(entry)}>{entry.index}</TextLink> },
  { accessor: 'kind', title: words.kind, width: 190 },
  { accessor: 'subject', title: words.subject, render: ({ subject, key }) => <><Text size="sm">{subject ?? '–'}</Text><Text size="xs" c="dimmed" className="mono">{key}</Text></> },
  { accessor: 'enlistedAt', title: words.enlisted, width: 150, render: ({ enlistedAt }) => <Time at={enlistedAt} /> },
  { accessor: 'leafHash', title: words.leafHash, width: 150, render: ({ leafHash }) => <span className="mono" title={leafHash}>{shorten(leafHash)}</span> },
];

/** What nobody can change unnoticed. */
export function LedgerPage() {
  const state = useListState({ filters, sort: '-index' });
  useLive('ledger', ['ledger']);
  const head = useQuery({ queryKey: ['ledger', 'head'], queryFn: ({ signal }) => fetchHead(signal) });
  return (
    <Stack gap="md">
      <PageHeader title={words.title} lead={words.lead} />
      {head.data && head.data.size > 0 && (
        <Facts
          label={words.checkpoint}
          items={[
            [words.origin, <span key="origin" className="mono">{head.data.origin}</span>],
            [words.size, head.data.size],
            [words.root, <CopyText key="root" value={head.data.root ?? ''} what={words.root} />],
            [words.publicKey, <CopyText key="key" value={head.data.key} what={words.publicKey} />],
          ]}
        />
      )}
      <DataList
        label={words.title}
        queryKey="ledger"
        state={state}
        fetch={(request, signal) => fetchList<LedgerEntry>('/api/v1/ledger/entries', request, signal)}
        columns={columns}
        idOf={({ index }) => String(index)}
        linkTo={pathOf}
        minWidth={820}
        filters={<><FilterInput label={words.keySearch} state={state} name="q" /><FilterInput label={words.kind} state={state} name="kind" /><FilterInput label={words.agreement} state={state} name="agreement" /></>}
        empty={<EmptyState icon={IconLink} title={words.empty} hint={words.emptyHint} />}
      />
    </Stack>
  );
}
