import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../src/i18n/en';
import { refusalSymbols, sentenceFor } from '../src/i18n/refusals';
import { languageOf } from '../src/i18n/text';
import { zh } from '../src/i18n/zh';

const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]!).sort();

const sources = (folder: string): string[] =>
  readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sources(path) : /\.tsx?$/.test(name) ? [path] : [];
  });

describe('the words', () => {
  it('are there in both languages', () => expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort()));

  it('have the same blanks in both languages', () => {
    for (const key of Object.keys(en) as (keyof typeof en)[]) expect([key, placeholders(zh[key])]).toEqual([key, placeholders(en[key])]);
  });

  it('are Chinese in Chinese', () => {
    const latin = Object.entries(zh).filter(([, text]) => !/[\u4e00-\u9fff]/.test(text) && /[a-z]{3}/i.test(text.replace(/\{\w+\}/g, '')));
    expect(latin).toEqual([]);
  });

  it('are all used somewhere', () => {
    const code = sources(new URL('../src', import.meta.url).pathname).filter(path => !path.includes('i18n')).map(path => readFileSync(path, 'utf8')).join('\n');
    const composed = /^(ended|device|came|network|person|role|source|view|access|admin|ask|booking|mode|prompt|result|camera|microphone|cycle|refused|app)\./;
    expect(Object.keys(en).filter(key => !composed.test(key) && !code.includes(`'${key}'`))).toEqual([]);
  });
});

describe('the language', () => {
  it.each([
    [null, ['zh-CN', 'en'], 'zh'],
    [null, ['en-US', 'zh'], 'en'],
    [null, ['fr-FR', 'zh-Hans-CN', 'en'], 'zh'],
    [null, ['fr'], 'en'],
    [null, [], 'en'],
    ['zh', ['en-US'], 'zh'],
    ['en', ['zh-CN'], 'en'],
    ['xx', ['zh-CN'], 'zh'],
  ] as const)('remembered as %s, with a browser in %s, is %s', (remembered, wanted, language) => expect(languageOf(remembered, wanted)).toBe(language));

  it('is nowhere written into a page: every word comes from the dictionaries', () => {
    const words = sources(new URL('../src', import.meta.url).pathname).filter(path => path.endsWith('.tsx')).flatMap(path =>
      [...readFileSync(path, 'utf8').matchAll(/(?:\w"|\w}|[\w'"/)]\s*)>([^<>{}=;()&|?:]*[A-Za-z]{3}[^<>{}=;()&|?:]*)</g)].map(match => match[1]!.trim()));
    expect(words.filter(word => !/^(English|VP[89]|AV1|H\.264)( SVC)?$/.test(word))).toEqual([]);
  });
});

describe('the refusals', () => {
  it.each(['CONF_NOT_FOUND_OR_AUTH_FAILED', 'CONF_LOCKED', 'CONF_APPLY_RESOURCE_FAILED', 'CONF_ONLY_ALLOW_USER_IN_ORG', 'CONF_ONLY_ALLOW_USER_INVITED', 'CONF_NOT_STARTED', 'NOT_ALLOWED_GUEST_FIRST_JOIN'])('%s has a sentence', symbol => {
    expect(sentenceFor(symbol)?.en).toMatch(/\.$/);
    expect(sentenceFor(symbol)?.zh).toMatch(/。$/);
  });
  it('are whole sentences in both languages', () => {
    for (const symbol of refusalSymbols) {
      expect(sentenceFor(symbol)!.en).toMatch(/^[A-Z].*\.$/);
      expect(sentenceFor(symbol)!.zh).toMatch(/[\u4e00-\u9fff].*。$/);
    }
  });
});
