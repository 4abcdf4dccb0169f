import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export interface VisibleRows {
  /** The first row to draw, and the first after the last. */
  readonly from: number;
  readonly to: number;
}

/** Rows drawn beyond what is seen, so that a fast scroll finds them there. */
const BEYOND = 12;

/** Which rows of a long list, all of one height in pixels, are on the screen or near it. */
export function useVisibleRows(list: RefObject<HTMLElement | null>, rows: number, height: number): VisibleRows {
  const [visible, setVisible] = useState<VisibleRows>({ from: 0, to: 40 });
  useEffect(() => {
    let asked = 0;
    const look = () => {
      asked = 0;
      const above = -(list.current?.getBoundingClientRect().top ?? 0);
      const from = Math.max(0, Math.floor(above / height) - BEYOND);
      const to = Math.max(from, Math.ceil((above + innerHeight) / height) + BEYOND);
      setVisible((before) => (before.from === from && before.to === to ? before : { from, to }));
    };
    const askOnce = () => {
      asked ||= requestAnimationFrame(look);
    };
    look();
    addEventListener('scroll', askOnce, { passive: true });
    addEventListener('resize', askOnce);
    return () => {
      cancelAnimationFrame(asked);
      removeEventListener('scroll', askOnce);
      removeEventListener('resize', askOnce);
    };
  }, [list, height, rows]);
  return { from: Math.min(visible.from, Math.max(0, rows - 1)), to: Math.min(visible.to, rows) };
}
