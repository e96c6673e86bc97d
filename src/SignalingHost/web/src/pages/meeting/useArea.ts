import { useCallback, useRef, useState } from 'react';
import type { Area } from '../../layout/gallery';

/** The room an element has, followed as it changes. */
export const useArea = (): [(element: HTMLElement | null) => void, Area] => {
  const [area, setArea] = useState<Area>({ width: 0, height: 0 });
  const observer = useRef<ResizeObserver | null>(null);
  const attach = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (!element) return;
    observer.current = new ResizeObserver(entries => {
      const { width, height } = entries[0]!.contentRect;
      setArea(before => (before.width === width && before.height === height ? before : { width, height }));
    });
    observer.current.observe(element);
  }, []);
  return [attach, area];
};
