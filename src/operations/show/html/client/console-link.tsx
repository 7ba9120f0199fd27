/** A link into AWS's console. The page tells it nothing about where the user comes from. */
import type { ComponentChildren } from "preact";

export function ConsoleLink({ href, children }: { readonly href: string; readonly children: ComponentChildren }) {
  return (
    <a class="console-link" href={href} target="_blank" rel="noreferrer noopener">
      {children}
      <span class="hidden"> in the AWS console (new tab)</span>
    </a>
  );
}
