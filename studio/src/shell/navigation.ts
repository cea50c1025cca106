import { type Icon, IconBell, IconCalendarTime, IconChecklist, IconClipboardCheck, IconFileCertificate, IconFileImport, IconFileSearch, IconHistory, IconKey, IconLayoutDashboard, IconLink, IconPlayerPlay, IconSitemap, IconTool, IconUsers } from '@tabler/icons-react';
import { text } from '../text';

/** An entry of the menu. */
export interface NavigationItem {
  to: string;
  label: string;
  icon: Icon;
  /** Who sees it. */
  permission: string;
}

/** The menu; a part of the pages adds its entries to its group. */
export const navigation: { label: string; items: NavigationItem[] }[] = [
  {
    label: text.shell.groups.watch,
    items: [
      { to: '/overview', label: text.shell.overview, icon: IconLayoutDashboard, permission: 'read:overview' },
      { to: '/agreements', label: text.shell.agreements, icon: IconFileCertificate, permission: 'read:agreements' },
      { to: '/evidence', label: text.shell.evidence, icon: IconFileSearch, permission: 'read:evidence' },
      { to: '/ledger', label: text.shell.ledger, icon: IconLink, permission: 'read:ledger' },
      { to: '/alerts', label: text.shell.alerts, icon: IconBell, permission: 'read:alerts' },
    ],
  },
  {
    label: text.shell.groups.design,
    items: [
      { to: '/workflows', label: text.shell.workflows, icon: IconSitemap, permission: 'read:workflow-definitions' },
      { to: '/runs', label: text.shell.runs, icon: IconPlayerPlay, permission: 'read:workflow-instances' },
      { to: '/tasks', label: text.shell.tasks, icon: IconClipboardCheck, permission: 'read:tasks' },
      { to: '/run-changes', label: text.shell.runChanges, icon: IconTool, permission: 'write:workflow-instances' },
      { to: '/schedules', label: text.shell.schedules, icon: IconCalendarTime, permission: 'read:schedules' },
      { to: '/workflow-tests', label: text.shell.tests, icon: IconChecklist, permission: 'read:workflow-definitions' },
      { to: '/imports/node-red', label: text.shell.imports, icon: IconFileImport, permission: 'write:workflow-definitions' },
    ],
  },
  {
    label: text.shell.groups.administer,
    items: [
      { to: '/users', label: text.shell.users, icon: IconUsers, permission: 'administer:users' },
      { to: '/keys', label: text.shell.keys, icon: IconKey, permission: 'administer:users' },
      { to: '/audit', label: text.shell.audit, icon: IconHistory, permission: 'read:audit' },
    ],
  },
];
