import { api } from '../../api/client';

/** A schedule of a published workflow. */
export interface Schedule {
  definitionId: string;
  name: string;
  activityId: string;
  kind: string;
  schedule: string;
  timeZone: string;
  missedFires: string;
  nextAt?: string | null;
  upcoming: string[];
  lastAt?: string | null;
  missed: number;
  pausedAt?: string | null;
  pausedBy?: string | null;
}

/** Whether workflows run at all. */
export interface Runtime {
  state: 'running' | 'paused';
  pausedAt?: string | null;
  pausedBy?: string | null;
  reason?: string | null;
  readyWork: number;
}

export const schedulesPath = '/api/v1/schedules';
const pathOf = ({ definitionId, activityId }: Schedule) => `${schedulesPath}/${encodeURIComponent(definitionId)}/${encodeURIComponent(activityId)}`;

export const pauseSchedule = (schedule: Schedule) => api<Schedule>(`${pathOf(schedule)}/pause`, { method: 'POST' });
export const resumeSchedule = (schedule: Schedule) => api<Schedule>(`${pathOf(schedule)}/resume`, { method: 'POST' });
export const readRuntime = (signal?: AbortSignal) => api<Runtime>('/api/v1/runtime', { signal });
export const pauseRuntime = () => api<Runtime>('/api/v1/runtime/pause', { method: 'POST', body: {} });
export const resumeRuntime = () => api<Runtime>('/api/v1/runtime/resume', { method: 'POST' });
