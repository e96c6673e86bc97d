import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { ApiError } from '../api/client';
import type { Sentence } from '../signalling/messages';
import { en } from './en';
import { sentenceFor } from './refusals';
import { zh } from './zh';

export type Language = 'zh' | 'en';
export type Key = keyof typeof en;
export type Values = Record<string, string | number>;

const dictionaries: Record<Language, Record<Key, string>> = { en, zh };

export const textOf = (language: Language, key: Key, values: Values = {}): string =>
  dictionaries[language][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

export const isKey = (word: string): word is Key => word in en;

export interface Text {
  language: Language;
  locale: string;
  setLanguage(language: Language): void;
  t(key: Key, values?: Values): string;
  /** The sentence for a refusal: the server's own, else ours for the symbol, else the code. */
  refusal(refusal: { symbol: string; code: string; sentence?: Sentence }): string;
  error(reason: unknown): string;
}

const Context = createContext<Text | null>(null);
const key = 'conference.language';

const isLanguage = (word: string | null): word is Language => word === 'zh' || word === 'en';

/** What was chosen here once; else the first of the browser's languages that we speak. */
export const languageOf = (remembered: string | null, wanted: readonly string[]): Language =>
  isLanguage(remembered) ? remembered : (wanted.map(tag => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en');

export const TextProvider = ({ children }: { children: ReactNode }) => {
  const [language, change] = useState(() => languageOf(localStorage.getItem(key), navigator.languages));
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = textOf(language, 'app.name');
  }, [language]);
  const text = useMemo<Text>(() => {
    const t = (name: Key, values?: Values) => textOf(language, name, values);
    const refusal: Text['refusal'] = said => said.sentence?.[language] ?? sentenceFor(said.symbol)?.[language] ?? t('refused.other', { code: said.code });
    return {
      language,
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      setLanguage(next) {
        localStorage.setItem(key, next);
        change(next);
      },
      t,
      refusal,
      error: reason => (reason instanceof ApiError ? refusal(reason) : t('refused.unknown')),
    };
  }, [language]);
  return <Context.Provider value={text}>{children}</Context.Provider>;
};

export const useText = (): Text => useContext(Context)!;
