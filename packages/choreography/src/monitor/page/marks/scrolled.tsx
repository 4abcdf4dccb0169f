import type { ComponentChildren, Ref } from 'preact';

/** What is wider than the screen may be: it scrolls by itself, with the keyboard too. */
export function Scrolled({
  label,
  class: className,
  place,
  children,
}: {
  label: string;
  class: string;
  place?: Ref<HTMLElement>;
  children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard (WCAG 2.1.1)
    <section class={className} aria-label={label} tabIndex={0} {...(place && { ref: place })}>
      {children}
    </section>
  );
}
