import { useState } from 'react';
import { logIn } from '../../api/account';
import { TextField } from '../../design/controls';
import { useText } from '../../i18n/text';
import { go } from '../../route';
import { Door } from '../Door';
import '../control/control.css';

export const LoginPage = ({ back }: { back: string | null }) => {
  const { t } = useText();
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const enter = async () => {
    await logIn(account.trim(), password);
    if (back !== null) go(back);
  };
  return (
    <Door
      title={t('login.title')}
      hint={t('login.hint')}
      label={t('login.enter')}
      enter={enter}
      foot={<p className="small"><a href="#/join">{t('login.without')}</a></p>}
    >
      <TextField label={t('login.account')} required autoComplete="username" autoFocus value={account} onChange={event => setAccount(event.target.value)} />
      <TextField label={t('login.password')} type="password" required autoComplete="current-password" value={password} onChange={event => setPassword(event.target.value)} />
    </Door>
  );
};
