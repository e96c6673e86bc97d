import { useState, type FormEvent, type ReactNode } from 'react';
import { Button, Notice } from '../design/controls';
import { useText } from '../i18n/text';
import { Corner } from './Corner';
import './join/join.css';

/** A page with one form on it that lets somebody in, or says why not. It stays busy once he is let in, because another page follows. */
export const Door = ({ title, hint, label, enter, foot, children }: { title: string; hint: string; label: string; enter(): Promise<void>; foot: ReactNode; children: ReactNode }) => {
  const { t, error } = useText();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefused(null);
    try {
      await enter();
    } catch (reason) {
      setRefused(error(reason));
      setBusy(false);
    }
  };
  return (
    <div className="join">
      <header>
        <a className="brand grow" href="#/"><img src="/favicon.svg" alt="" />{t('app.name')}</a>
        <Corner />
      </header>
      <main>
        <form className="card column door" onSubmit={event => void submit(event)}>
          <div>
            <h1>{title}</h1>
            <p className="quiet">{hint}</p>
          </div>
          {refused && <Notice kind="danger">{refused}</Notice>}
          {children}
          <Button type="submit" kind="primary" size="large" wide busy={busy}>{label}</Button>
          {foot}
        </form>
      </main>
    </div>
  );
};
