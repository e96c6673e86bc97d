import { createStore } from '../meeting/store';

export type Theme = 'light' | 'dark';
const key = 'conference.theme';

const preferred = (): Theme => {
  const remembered = localStorage.getItem(key);
  if (remembered === 'light' || remembered === 'dark') return remembered;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
};

export const theme = createStore<Theme>('light');

const show = (next: Theme): void => {
  document.documentElement.dataset.theme = next;
  theme.set(next);
};

export const startTheme = (): void => {
  show(preferred());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => show(preferred()));
};

export const setTheme = (next: Theme): void => {
  localStorage.setItem(key, next);
  show(next);
};
