/**
 * Where this console lies: behind a proxy that may be below a path of the host. The host writes its path into the page (`<meta name="status-app">`);
 * a `<base>` would say it too, but would also turn links within a page (`#content`) into links to another.
 */
const written = typeof document === 'undefined' ? undefined : document.querySelector<HTMLMetaElement>('meta[name="status-app"]')?.content;

/** Path of the console, with a slash at its end: `/app/`, or `/status/app/`. */
export const appBase = written ?? '/app/';

/** Path of the host, without a slash at its end: empty, or `/status`. */
export const hostBase = appBase.replace(/\/app\/$/, '');

/** An address of the host, for example `/api/v1/alerts`, as the browser has to ask for it. */
export const fromHost = (path: string): string => hostBase + path;
