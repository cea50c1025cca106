import { admin } from './admin';
import { common } from './common';
import { design } from './design';
import { runs } from './runs';
import { schedules } from './schedules';
import { shell, signIn } from './shell';
import { studio } from './studio';
import { watch } from './watch';

/**
 * Every English text of the console, one file per part, so that another language is another set of these files.
 * A part of the pages adds its file and its line here.
 */
export const text = {
  /** The title of the browser's tab. */
  title: (page: string) => `${page} · STATUS`,
  common,
  shell,
  signIn,
  studio,
  admin,
  design,
  watch,
  runs,
  schedules,
} as const;
