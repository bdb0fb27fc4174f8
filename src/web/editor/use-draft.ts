import { useEffect, useState } from 'react';
import { z } from 'zod';
import type { Language } from '../data/explore.ts';

/** What is being written; `given` is what the editor is told to show, a new object for each text from outside. */
export interface Draft {
  readonly text: string;
  readonly language: Language;
  readonly given: { readonly text: string };
}

const KEY = 'weir.explore.draft';
const kept = z.object({ text: z.string(), language: z.enum(['ql', 'sql']) });

function readKept(): Draft {
  try {
    const { text, language } = kept.parse(JSON.parse(sessionStorage.getItem(KEY) ?? ''));
    return { text, language, given: { text } };
  } catch {
    // Nothing was kept, or something else.
    return { text: '', language: 'ql', given: { text: '' } };
  }
}

/**
 * The text of the editor. The query of the address bar takes its place whenever that changes; without one, what this
 * tab was writing before comes back.
 */
export function useDraft(query: string | undefined, language: Language) {
  const [draft, setDraft] = useState<Draft>(() =>
    query === undefined ? readKept() : { text: query, language, given: { text: query } },
  );
  const [seen, setSeen] = useState({ query, language });
  if (seen.query !== query || seen.language !== language) {
    setSeen({ query, language });
    if (query !== undefined) setDraft({ text: query, language, given: { text: query } });
  }
  useEffect(() => {
    sessionStorage.setItem(KEY, JSON.stringify({ text: draft.text, language: draft.language }));
  }, [draft]);
  return {
    draft,
    /** What was typed. */
    typed: (text: string) => setDraft((before) => ({ ...before, text })),
    /** A text from elsewhere. */
    give: (text: string, spoken?: Language) =>
      setDraft((before) => ({ text, language: spoken ?? before.language, given: { text } })),
    speak: (spoken: Language) => setDraft((before) => ({ ...before, language: spoken })),
  };
}
