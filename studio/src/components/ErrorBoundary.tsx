import { Center } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { ErrorPanel } from './ErrorPanel';

/** Catches what a part of the console throws while it draws, so that the rest stays usable. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <Center p="xl">
        <ErrorPanel error={this.state.error} onRetry={() => this.setState({ error: undefined })} />
      </Center>
    );
  }
}
