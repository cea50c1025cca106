import { api } from '../../api/client';
import type { Api } from '../../api/types';

/** A schedule of a published workflow. */
export type Schedule = Api['ScheduleAnswer'];

/** Whether workflows run at all. */
export type Runtime = Api['RuntimeAnswer'];

export const schedulesPath = '/api/v1/schedules';
const pathOf = ({ definitionId, activityId }: Schedule) => `${schedulesPath}/${encodeURIComponent(definitionId)}/${encodeURIComponent(activityId)}`;

export const pauseSchedule = (schedule: Schedule) => api<Schedule>(`${pathOf(schedule)}/pause`, { method: 'POST' });
export const resumeSchedule = (schedule: Schedule) => api<Schedule>(`${pathOf(schedule)}/resume`, { method: 'POST' });
export const readRuntime = (signal?: AbortSignal) => api<Runtime>('/api/v1/runtime', { signal });
export const pauseRuntime = () => api<Runtime>('/api/v1/runtime/pause', { method: 'POST', body: {} });
export const resumeRuntime = () => api<Runtime>('/api/v1/runtime/resume', { method: 'POST' });
