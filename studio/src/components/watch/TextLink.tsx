import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** A link inside the console; underlined where other text stands beside it and colour alone would tell them apart. */
export const TextLink = ({ to, children, label, inText }: { to: string; children: ReactNode; label?: string; inText?: boolean }) => (
  <Anchor component={Link} to={to} inherit underline={inText ? 'always' : 'hover'} aria-label={label} style={{ overflowWrap: 'anywhere' }}>
    {children}
  </Anchor>
);
