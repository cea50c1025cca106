import { TextInput, Tooltip } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import type { DataTableColumn } from 'mantine-datatable';
import { fetchList } from '../../api/list';
import type { Api } from '../../api/types';
import { DataList } from '../../components/DataList';
import { EmptyState } from '../../components/EmptyState';
import { FilterInput } from '../../components/FilterInput';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { shorten } from '../../lib/format';
import { useListState } from '../../lib/useListState';
import { text } from '../../text';

const words = text.admin.audit;
const filters = ['actor', 'action', 'subject', 'from', 'to'] as const;

/** One change by somebody. */
type AuditEntry = Api['AuditAnswer'];

/** Who changed what, newest first. */
export function AuditPage() {
  const state = useListState({ filters });
  const columns: DataTableColumn<AuditEntry>[] = [
    { accessor: 'at', title: words.at, width: 190, render: ({ at }) => <Time at={at} full /> },
    { accessor: 'actor', title: words.actor },
    { accessor: 'action', title: words.action },
    { accessor: 'subject', title: words.subject },
    { accessor: 'before', title: words.before, render: ({ before }) => <Digest value={before} /> },
    { accessor: 'after', title: words.after, render: ({ after }) => <Digest value={after} /> },
    { accessor: 'address', title: words.address },
  ];
  return (
    <>
      <PageHeader title={words.title} lead={words.lead} />
      <DataList
        label={words.title}
        queryKey="audit"
        state={state}
        fetch={({ filters: values, ...request }, signal) => fetchList<AuditEntry>('/api/v1/audit', { ...request, filters: asTimes(values) }, signal)}
        columns={columns}
        idOf={(entry) => String(entry.id)}
        minWidth={900}
        filters={
          <>
            <FilterInput label={words.actor} state={state} name="actor" />
            <FilterInput label={words.action} state={state} name="action" />
            <FilterInput label={words.subject} state={state} name="subject" />
            {(['from', 'to'] as const).map((name) => (
              <TextInput key={name} type="date" label={words[name]} value={state.filters[name] ?? ''} onChange={(event) => state.setFilter(name, event.currentTarget.value)} />
            ))}
          </>
        }
        empty={<EmptyState icon={IconHistory} title={words.empty} hint={words.emptyHint} />}
      />
    </>
  );
}

function Digest({ value }: { value?: string | null }) {
  if (!value) return null;
  return (
    <Tooltip label={value} multiline maw={420}>
      <span className="mono">{shorten(value)}</span>
    </Tooltip>
  );
}

/** The days of the filter as the moments at which they begin and end here. */
function asTimes({ from, to, ...rest }: Record<string, string>): Record<string, string> {
  return {
    ...rest,
    ...(from ? { from: new Date(`${from}T00:00:00`).toISOString() } : {}),
    ...(to ? { to: new Date(`${to}T23:59:59.999`).toISOString() } : {}),
  };
}
