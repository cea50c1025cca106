import type { components } from './schema';

/** What the host says of its values, by the name it gives them: `Api['LedgerHeadAnswer']`. */
export type Api = components['schemas'];
