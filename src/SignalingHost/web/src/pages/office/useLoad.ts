import { useCallback, useEffect, useState } from 'react';

export interface Load<T> {
  data: T | null;
  error: unknown;
  reload(): void;
}

/** Asks once, again when what it depends on changes, and when told to. An answer that comes too late is thrown away. */
export const useLoad = <T>(ask: () => Promise<T>, on: readonly unknown[]): Load<T> => {
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<{ data: T | null; error: unknown }>({ data: null, error: null });
  useEffect(() => {
    let awaited = true;
    ask().then(
      data => awaited && setAnswer({ data, error: null }),
      (error: unknown) => awaited && setAnswer(before => ({ data: before.data, error })),
    );
    return () => {
      awaited = false;
    };
    // The caller says what the question depends on.
  }, [...on, round]);
  return { ...answer, reload: useCallback(() => setRound(before => before + 1), []) };
};
