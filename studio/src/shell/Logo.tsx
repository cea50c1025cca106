import { appBase } from '../lib/base';

/** The mark. */
export function Logo({ size = 28 }: { size?: number }) {
  return <img src={`${appBase}favicon.svg`} width={size} height={size} alt="" />;
}
