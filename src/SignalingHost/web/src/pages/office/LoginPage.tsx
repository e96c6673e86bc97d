import { useState, type FormEvent } from 'react';
import { logIn } from '../../api/account';
import { Button, Notice, TextField } from '../../design/controls';
import { useText } from '../../i18n/text';
import { go } from '../../route';
import { Corner } from '../Corner';
import '../control/control.css';
import '../join/join.css';

export const LoginPage = ({ back }: { back: string | null }) => {
  const { t, error } = useText();
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const enter = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefused(null);
    try {
      await logIn(account.trim(), password);
      if (back !== null) go(back);
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
        <form className="card column door" onSubmit={event => void enter(event)}>
          <div>
            <h1>{t('login.title')}</h1>
            <p className="quiet">{t('login.hint')}</p>
          </div>
          {refused && <Notice kind="danger">{refused}</Notice>}
          <TextField label={t('login.account')} required autoComplete="username" autoFocus value={account} onChange={event => setAccount(event.target.value)} />
          <TextField label={t('login.password')} type="password" required autoComplete="current-password" value={password} onChange={event => setPassword(event.target.value)} />
          <Button type="submit" kind="primary" size="large" wide busy={busy}>{t('login.enter')}</Button>
          <p className="small"><a href="#/join">{t('login.without')}</a></p>
        </form>
      </main>
    </div>
  );
};
