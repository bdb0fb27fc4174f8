import { CopyButton } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import { Icon } from '../components/icon.tsx';
import { type Search, writeSearch } from '../data/search.ts';

/** Copies a link that brings back all that is on the page, what was typed and not yet run included. */
export function CopyLink({ search }: { readonly search: Search }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <CopyButton value={`${window.location.origin}${path}${writeSearch(search)}`}>
      {({ copied, copy }) => (
        <button type="button" className="chip" onClick={copy}>
          <Icon name="link" size={13} /> <span aria-live="polite">{copied ? 'Copied' : 'Copy link'}</span>
        </button>
      )}
    </CopyButton>
  );
}
