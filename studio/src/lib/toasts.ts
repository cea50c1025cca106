import { notifications } from '@mantine/notifications';

/** Says that something was done. */
export const succeeded = (message: string) => notifications.show({ color: 'teal', message });

/** Says that something failed where there is no better place to say it. */
export const failed = (error: unknown) =>
  notifications.show({ color: 'red', message: error instanceof Error ? error.message : String(error), autoClose: 10_000 });

/** Says what a change that was made leaves to think about; a long list is cut. */
export const warned = (sentences: string[]) => sentences.slice(0, 5).forEach((message) => notifications.show({ color: 'yellow', message, autoClose: 20_000 }));
