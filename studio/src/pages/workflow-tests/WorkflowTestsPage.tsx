import { Alert, Button, Checkbox, Group, List, Stack, Text } from '@mantine/core';
import { IconChecklist, IconPlayerPlay, IconPlus, IconVideo } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { EmptyState } from '../../components/EmptyState';
import { ErrorPanel } from '../../components/ErrorPanel';
import { PageHeader } from '../../components/PageHeader';
import { PageLoader } from '../../components/PageLoader';
import { TextLink } from '../../components/watch/TextLink';
import { succeeded } from '../../lib/toasts';
import { text } from '../../text';
import { readTests, runTests, saveTests, type TestCase, type TestReport, type WorkflowTests } from './api';
import { CaseEditor } from './CaseEditor';
import { CaseTable } from './CaseTable';
import { CoveragePanel } from './CoveragePanel';
import { RecordCase } from './RecordCase';

const words = text.design.tests;
const fresh: TestCase = { name: '', trigger: { input: {} }, mocks: { activities: [], http: [] }, expect: { status: 'Finished' } };

/** The test cases of one workflow: run, written, recorded. */
export function WorkflowTestsPage() {
  const { id = '' } = useParams();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<{ index: number; value: TestCase }>();
  const [recording, setRecording] = useState(false);
  const [report, setReport] = useState<TestReport>();
  const tests = useQuery({ queryKey: ['workflow-tests', id], queryFn: ({ signal }) => readTests(id, signal) });
  const run = useMutation({ mutationFn: (only: string[]) => runTests(id, only), onSuccess: (answer, only) => setReport((before) => merge(before, answer, only)) });
  const save = useMutation({
    mutationFn: (changed: WorkflowTests) => saveTests(changed),
    onSuccess: (saved) => {
      queries.setQueryData(['workflow-tests', id], saved);
      setEditing(undefined);
      succeeded(words.saved);
    },
  });
  if (tests.isPending) return <PageLoader />;
  if (tests.isError) return <ErrorPanel error={tests.error} onRetry={() => void tests.refetch()} />;
  const { cases, mustPass, problems } = tests.data;
  const keep = (index: number, value: TestCase) => save.mutate({ ...tests.data, cases: index < cases.length ? cases.map((one, i) => (i === index ? value : one)) : [...cases, value] });
  const actions = (
    <>
      <Button variant="default" leftSection={<IconVideo size={16} aria-hidden />} onClick={() => setRecording(true)}>
        {words.record}
      </Button>
      <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEditing({ index: cases.length, value: fresh })}>
        {words.add}
      </Button>
      <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} disabled={cases.length === 0} loading={run.isPending} onClick={() => run.mutate([])}>
        {words.run}
      </Button>
    </>
  );

  return (
    <Stack>
      <PageHeader title={words.of(id)} above={<TextLink to="/workflow-tests">{words.all}</TextLink>} lead={<TextLink to={`/workflows/${encodeURIComponent(id)}`}>{words.edit}</TextLink>} actions={actions} />
      {run.isError && <ErrorPanel error={run.error} />}
      {save.isError && <ErrorPanel error={save.error} />}
      {problems.length > 0 && <Problems problems={problems} />}
      {report && report.problems.length > 0 && <Problems problems={report.problems} />}
      {cases.length === 0 ? (
        <EmptyState icon={IconChecklist} title={words.none} hint={words.noneHint} />
      ) : (
        <>
          <Group justify="space-between">
            <Checkbox label={words.mustPass} checked={mustPass} onChange={(event) => save.mutate({ ...tests.data, mustPass: event.currentTarget.checked })} />
            {report && <Text fw={600} role="status">{words.summary(report.cases.filter((one) => one.passed).length, report.cases.length)}</Text>}
          </Group>
          <CaseTable
            cases={cases}
            results={report?.cases ?? []}
            onRun={(name) => run.mutate([name])}
            onEdit={(index) => setEditing({ index, value: cases[index] ?? fresh })}
            onRemove={(index) => save.mutate({ ...tests.data, cases: cases.filter((_, i) => i !== index) })}
          />
          {report && <CoveragePanel coverage={report.coverage} />}
        </>
      )}
      {editing && <CaseEditor value={editing.value} saving={save.isPending} onSave={(value) => keep(editing.index, value)} onClose={() => setEditing(undefined)} />}
      {recording && (
        <RecordCase
          workflowId={id}
          onClose={() => setRecording(false)}
          onRecorded={(value) => {
            setRecording(false);
            setEditing({ index: cases.length, value });
          }}
        />
      )}
    </Stack>
  );
}

function Problems({ problems }: { problems: { path: string; message: string }[] }) {
  return (
    <Alert color="red" title={words.problems}>
      <List size="sm">
        {problems.map(({ path, message }) => (
          <List.Item key={path + message}>
            <span className="mono">{path}</span> {message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** One case alone changes its own result; the coverage of all stays what it was. */
function merge(before: TestReport | undefined, answer: TestReport, only: string[]): TestReport {
  if (!before || only.length === 0) return answer;
  const others = before.cases.filter((one) => !only.includes(one.name));
  return { ...before, problems: answer.problems, cases: [...others, ...answer.cases] };
}
