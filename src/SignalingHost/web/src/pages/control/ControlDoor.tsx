import { useState, type FormEvent } from 'react';
import { Button, Notice, TextField } from '../../design/controls';
import { useText } from '../../i18n/text';
import { Corner } from '../Corner';
import '../join/join.css';

/** The chair password opens the control page; who owns the meeting comes in by logging in. */
export const ControlDoor = ({ conference, open }: { conference?: string; open(id: string, password: string): Promise<void> }) => {
  const { t, error } = useText();
  const [id, setId] = useState(conference ?? '');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const enter = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefused(null);
    try {
      await open(id.replace(/\s/g, ''), password);
    } catch (reason) {
      setRefused(error(reason));
    } finally {
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
        <form className="card column door" onSubmit={event => void enter(event)}>
          <div>
            <h1>{t('control.title')}</h1>
            <p className="quiet">{t('control.doorHint')}</p>
          </div>
          {refused && <Notice kind="danger">{refused}</Notice>}
          <TextField label={t('join.id')} inputMode="numeric" required value={id} onChange={event => setId(event.target.value)} />
          <TextField label={t('chair.password')} type="password" inputMode="numeric" autoComplete="off" required value={password} onChange={event => setPassword(event.target.value)} />
          <Button type="submit" kind="primary" size="large" wide busy={busy}>{t('control.enter')}</Button>
          <p className="small quiet"><a href="#/login">{t('join.logIn')}</a></p>
        </form>
      </main>
    </div>
  );
};
