import { Fragment } from 'react';

/** What the licences of the loaded data ask to be shown: names of operators and countries may stand on any page. */
export function Credits({ credits }: { readonly credits: readonly string[] }) {
  if (credits.length === 0) return null;
  return (
    <footer className="credits">
      {credits.map((text) => (
        <Credit key={text} text={text} />
      ))}
    </footer>
  );
}

const link = /https:\/\/[\w.-]+(?:\/[\w./-]*)?/g;

/** An attribution, with what it links to. */
export function Credit({ text }: { readonly text: string }) {
  const links = [...text.matchAll(link)].map((match) => ({ at: match.index, url: match[0].replace(/[.]$/, '') }));
  return (
    <span className="attribution">
      {links.map(({ at, url }, i) => {
        const before = links[i - 1];
        return (
          <Fragment key={at}>
            {text.slice(before === undefined ? 0 : before.at + before.url.length, at)}
            <a href={url} target="_blank" rel="noreferrer">
              {url.replace('https://', '')}
            </a>
          </Fragment>
        );
      })}
      {text.slice(links.length === 0 ? 0 : (links.at(-1)?.at ?? 0) + (links.at(-1)?.url.length ?? 0))}
    </span>
  );
}
