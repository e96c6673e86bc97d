import { useState } from 'react';
import { TextField } from '../../design/controls';
import { useText } from '../../i18n/text';
import { Door } from '../Door';

/** The chair password opens the control page; who owns the meeting comes in by logging in. */
export const ControlDoor = ({ conference, open }: { conference?: string; open(id: string, password: string): Promise<void> }) => {
  const { t } = useText();
  const [id, setId] = useState(conference ?? '');
  const [password, setPassword] = useState('');
  return (
    <Door
      title={t('control.title')}
      hint={t('control.doorHint')}
      label={t('control.enter')}
      enter={() => open(id.replace(/\s/g, ''), password)}
      foot={<p className="small quiet"><a href="#/login">{t('join.logIn')}</a></p>}
    >
      <TextField label={t('join.id')} inputMode="numeric" required value={id} onChange={event => setId(event.target.value)} />
      <TextField label={t('chair.password')} type="password" inputMode="numeric" autoComplete="off" required value={password} onChange={event => setPassword(event.target.value)} />
    </Door>
  );
};
