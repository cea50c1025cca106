import { Text } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import type { DataTableColumn } from 'mantine-datatable';
import { fetchList } from '../../api/list';
import { DataList } from '../../components/DataList';
import { EmptyState } from '../../components/EmptyState';
import { FilterInput } from '../../components/FilterInput';
import { PageHeader } from '../../components/PageHeader';
import { TextLink } from '../../components/watch/TextLink';
import { useListState } from '../../lib/useListState';
import { text } from '../../text';
import type { Workflow } from './api';

const words = text.design.tests;
const filters = ['search'] as const;
const pathOf = ({ id }: Workflow) => `/workflow-tests/${encodeURIComponent(id)}`;

const columns: DataTableColumn<Workflow>[] = [
  { accessor: 'name', title: words.workflow, render: (workflow) => <><TextLink to={pathOf(workflow)} inText>{workflow.name}</TextLink>{workflow.description && <Text size="xs" c="dimmed" lineClamp={1}>{workflow.description}</Text>}</> },
  { accessor: 'version', title: words.version, width: 100 },
  { accessor: 'isPublished', title: words.published, width: 120, render: ({ isPublished }) => (isPublished ? words.yes : words.no) },
];

/** The workflows whose test cases can be seen and run. */
export function TestedWorkflowsPage() {
  const state = useListState({ filters });
  return (
    <>
      <PageHeader title={words.title} lead={words.lead} />
      <DataList
        label={words.title}
        queryKey="tested-workflows"
        state={state}
        fetch={(request, signal) => fetchList<Workflow>('/api/v1/workflows', { ...request, sort: undefined }, signal)}
        columns={columns}
        idOf={({ id }) => id}
        linkTo={pathOf}
        filters={<FilterInput label={words.search} state={state} name="search" />}
        empty={<EmptyState icon={IconChecklist} title={words.empty} hint={words.emptyHint} />}
      />
    </>
  );
}
