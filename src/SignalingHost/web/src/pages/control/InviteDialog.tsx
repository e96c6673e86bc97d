import { useEffect, useState } from 'react';
import type { Control } from '../../api/control';
import { login } from '../../api/client';
import type { Attendee } from '../../api/conferences';
import { directory, type DirectoryEntry } from '../../api/corporation';
import { Avatar } from '../../design/avatar';
import { Button, Dialog, IconButton, TextField } from '../../design/controls';
import { Icon } from '../../design/icons';
import { useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';
import { useStore } from '../../meeting/store';

const asAttendee = (entry: DirectoryEntry): Attendee => ({
  name: entry.name,
  phone: entry.number ?? entry.phone ?? '',
  type: entry.isHardTerminal ? 'terminal' : 'normal',
  role: 0,
  ...(entry.id ? { userUUID: entry.id } : {}),
  ...(entry.account ? { accountId: entry.account } : {}),
});

/** Calls people in: from the directory for who is logged in, and by number for everybody. */
export const InviteDialog = ({ control, close }: { control: Control; close(): void }) => {
  const { t } = useText();
  const act = useAct();
  const [chosen, setChosen] = useState<Attendee[]>([]);
  const [number, setNumber] = useState('');
  const [name, setName] = useState('');
  const user = useStore(login);
  const add = (attendee: Attendee) => setChosen(before => [...before.filter(one => one.phone !== attendee.phone), attendee]);
  const addNumber = () => {
    const phone = number.trim();
    if (!phone) return;
    add({ name: name.trim() || phone, phone, type: /^\+|^0/.test(phone) ? 'mobile' : 'normal', role: 0 });
    setNumber('');
    setName('');
  };
  const call = async () => {
    if (await act(control.invite(chosen), t('control.calling'))) close();
  };
  return (
    <Dialog title={t('control.invite')} closeLabel={t('close')} onClose={close}>
      {user && <DirectorySearch choose={entry => add(asAttendee(entry))} />}
      <form className="row-wrap" style={{ alignItems: 'flex-end' }} onSubmit={event => { event.preventDefault(); addNumber(); }}>
        <TextField className="grow" label={t('control.number')} placeholder="+86… / sip:…" value={number} onChange={event => setNumber(event.target.value)} />
        <TextField className="grow" label={t('control.numberName')} value={name} onChange={event => setName(event.target.value)} />
        <Button type="submit" icon="plus" disabled={!number.trim()}>{t('add')}</Button>
      </form>
      {chosen.length > 0 && <Chosen list={chosen} remove={phone => setChosen(chosen.filter(one => one.phone !== phone))} />}
      <footer>
        <Button onClick={close}>{t('cancel')}</Button>
        <Button kind="primary" icon="phone" disabled={chosen.length === 0} onClick={() => void call()}>{chosen.length > 0 ? t('control.call', { count: chosen.length }) : t('control.callNobody')}</Button>
      </footer>
    </Dialog>
  );
};

export const Chosen = ({ list, remove }: { list: Attendee[]; remove(phone: string): void }) => {
  const { t } = useText();
  return (
    <ul className="row-wrap" style={{ gap: 8 }}>
      {list.map(one => (
        <li key={one.phone} className="badge accent" style={{ paddingRight: 2 }}>
          {one.name}
          <IconButton icon="close" size={14} label={t('removeNamed', { name: one.name })} style={{ width: 24, height: 24 }} onClick={() => remove(one.phone ?? '')} />
        </li>
      ))}
    </ul>
  );
};

/** People and terminals of the corporation, found as one types. */
export const DirectorySearch = ({ choose }: { choose(entry: DirectoryEntry): void }) => {
  const { t } = useText();
  const [search, setSearch] = useState('');
  const [found, setFound] = useState<DirectoryEntry[]>([]);
  useEffect(() => {
    let asked = true;
    const timer = setTimeout(() => void directory(search.trim()).then(page => asked && setFound(page.data), () => asked && setFound([])), 200);
    return () => {
      asked = false;
      clearTimeout(timer);
    };
  }, [search]);
  return (
    <div className="column" style={{ gap: 8 }}>
      <TextField label={t('control.directory')} type="search" placeholder={t('people.search')} value={search} onChange={event => setSearch(event.target.value)} />
      {found.length > 0 && (
        <ul className="directory">
          {found.map(entry => (
            <li key={entry.id}>
              <button type="button" onClick={() => choose(entry)}>
                {entry.isHardTerminal ? <span className="terminal-sign"><Icon name="terminal" size={18} /></span> : <Avatar name={entry.name} size={30} />}
                <span className="grow cut">{entry.name}</span>
                <span className="quiet small number cut">{entry.deptName || entry.number}</span>
                <Icon name="plus" size={17} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
