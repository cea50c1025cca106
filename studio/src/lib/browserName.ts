const browsers: readonly [string, RegExp][] = [
  ['Edge', /Edg\/(\d+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Firefox', /Firefox\/(\d+)/],
  ['Chrome', /Chrome\/(\d+)/],
  ['Safari', /Version\/(\d+).*Safari/],
];
const systems: readonly [string, RegExp][] = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Macintosh/],
  ['Linux', /Linux/],
];

/** A browser as people call it (`Chrome 140 on Linux`); what is not recognised is shown as it is. */
export function browserName(userAgent?: string | null): string {
  if (!userAgent) return '';
  const [browser, version] = browsers.map(([name, pattern]) => [name, pattern.exec(userAgent)?.[1]] as const).find(([, found]) => found) ?? [];
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0];
  return browser && system ? `${browser} ${version} on ${system}` : userAgent;
}
