import { useState } from 'preact/hooks';
import './command.css';

/** A command line to copy. */
export function Command({ children }: { children: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <span class="command">
      <code>{children}</code>
      <button
        type="button"
        onClick={async () => {
          await navigator.clipboard?.writeText(children).then(
            () => setCopied(true),
            () => {},
          );
          setTimeout(() => setCopied(false), 1500);
        }}
      >
        {copied ? 'Copied' : 'Copy'}
        <span class="aloud"> the command {children}</span>
      </button>
    </span>
  );
}
