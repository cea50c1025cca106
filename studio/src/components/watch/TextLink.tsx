import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** A link inside the console. */
export const TextLink = ({ to, children, label }: { to: string; children: ReactNode; label?: string }) => (
  <Anchor component={Link} to={to} inherit underline="hover" aria-label={label} style={{ overflowWrap: 'anywhere' }}>
    {children}
  </Anchor>
);
