import { CopyButton } from '@mantine/core';
import { IconButton } from './card.tsx';

/** A command to type, with a button that copies it. */
export function Command({ text }: { readonly text: string }) {
  return (
    <span className="command">
      <code>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => <IconButton icon="copy" label={copied ? 'Copied' : `Copy: ${text}`} onClick={copy} />}
      </CopyButton>
    </span>
  );
}
