import { useState } from 'react';
import type { Control } from '../../api/control';
import { Avatar } from '../../design/avatar';
import { Button, Dialog, IconButton, Menu, TextField } from '../../design/controls';
import { Icon } from '../../design/icons';
import { useAct } from '../../design/toasts';
import { isKey, useText } from '../../i18n/text';
import { inOrder, type Person, type Room } from '../../push/room';
import { InviteDialog } from './InviteDialog';
import { personActions } from './personActions';

/** Everybody: in, called, waiting, or invited and not here. Who is in can be dragged into a pane, or chosen and put there. */
export const Roster = ({ room, control, picked, pick }: { room: Room; control: Control; picked: string | null; pick(pid: string | null): void }) => {
  const { t } = useText();
  const act = useAct();
  const [search, setSearch] = useState('');
  const [inviting, setInviting] = useState(false);
  const [renaming, setRenaming] = useState<Person | null>(null);
  const people = inOrder(room.people.values());
  const here = people.filter(person => person.state === 'in');
  const numbers = new Set(people.map(person => person.number));
  const absent = [...room.invited.values()].filter(one => !numbers.has(one.number));
  const matches = (name: string) => name.toLowerCase().includes(search.toLowerCase());

  const row = (person: Person) => (
    <li
      key={person.pid}
      className={`${room.speakers.has(person.pid) && !person.muted ? 'speaking' : ''} ${picked === person.pid ? 'picked' : ''}`}
      draggable={person.state === 'in'}
      onDragStart={event => event.dataTransfer.setData('text/plain', person.pid)}
    >
      <button type="button" className="person" aria-pressed={picked === person.pid} title={t('control.pick')} onClick={() => pick(picked === person.pid ? null : person.pid)}>
        <Avatar name={person.name} size={34} />
        <span className="grow">
          <span className="cut block">{person.name}</span>
          <span className="small quiet cut block">{[person.role === 'chair' ? t('role.chair') : person.cohost ? t('role.cohost') : null, person.number || t('person.anonymous')].filter(Boolean).join(' · ')}</span>
        </span>
      </button>
      {person.state === 'calling' && <span className="badge accent">{t('person.calling')}</span>}
      {person.broadcast && <span className="badge accent">{t('mode.broadcast')}</span>}
      {person.rollCall && <span className="badge accent">{t('mode.rollCall')}</span>}
      {person.hand && <IconButton icon="hand" label={t('control.lowerHand')} className="hand-up" onClick={() => void act(control.lowerHand(person.pid))} />}
      {person.sharing && <span className="state" title={t('person.sharing')}><Icon name="screen" size={18} /></span>}
      <IconButton icon={person.muted ? 'microphoneOff' : 'microphone'} size={18} className={person.muted ? 'is-off' : ''} label={t(person.muted ? 'control.unmuteNamed' : 'control.muteNamed', { name: person.name })} onClick={() => void act(control.mute(person.pid, !person.muted))} />
      <Menu
        label={t('person.actions', { name: person.name })}
        entries={[
          ...personActions(control, { ...person, id: person.pid, role: person.role }, t, work => void act(work)),
          { label: t('control.rename'), icon: 'edit', act: () => setRenaming(person) },
          { label: t('control.chairWatches'), icon: 'speakerView', act: () => void act(control.chairWatches(person.pid)) },
          { label: t('control.remove'), icon: 'trash', danger: true, act: () => void act(control.remove(person.number, person.pid)) },
        ]}
      >
        <Icon name="more" size={18} />
      </Menu>
    </li>
  );

  return (
    <section className="control-part roster" aria-label={t('people.title')}>
      <div className="part-head">
        <h2 className="grow">{t('people.count', { count: here.length })}</h2>
        <Button size="small" icon="plus" onClick={() => setInviting(true)}>{t('control.invite')}</Button>
      </div>
      {people.length > 8 && <input className="input" type="search" placeholder={t('people.search')} aria-label={t('people.search')} value={search} onChange={event => setSearch(event.target.value)} />}
      <div className="part-scroll">
        {room.waiting.size > 0 && (
          <div className="group">
            <div className="row"><h3 className="grow">{t('people.waiting', { count: room.waiting.size })}</h3><Button size="small" onClick={() => void act(control.admitAll())}>{t('control.admitAll')}</Button></div>
            <ul className="people">
              {[...room.waiting.values()].map(one => (
                <li key={one.pid} style={{ gap: 11 }}><Avatar name={one.name} size={34} /><span className="grow cut">{one.name}</span><Button size="small" kind="primary" onClick={() => void act(control.admit(one.pid))}>{t('control.admit')}</Button></li>
              ))}
            </ul>
          </div>
        )}
        <ul className="people">{people.filter(person => matches(person.name)).map(row)}</ul>
        {absent.length > 0 && (
          <div className="group">
            <div className="row">
              <h3 className="grow">{t('control.notHere', { count: absent.length })}</h3>
              <Button size="small" onClick={() => void act(control.invite(absent.map(one => ({ name: one.name, phone: one.number, type: 'normal', role: 0 }))), t('control.calling'))}>{t('control.callAll')}</Button>
            </div>
            <ul className="people">
              {absent.filter(one => matches(one.name)).map(one => {
                const why = `result.${one.result?.slice(-4) ?? ''}`;
                return (
                  <li key={one.number}>
                    <Avatar name={one.name} size={34} />
                    <span className="grow"><span className="cut block">{one.name}</span><span className="small quiet cut block">{one.result ? (isKey(why) ? t(why) : t('result.failed')) : one.number}</span></span>
                    <IconButton icon="phone" size={18} label={t('control.callNamed', { name: one.name })} onClick={() => void act(control.invite([{ name: one.name, phone: one.number, type: 'normal', role: 0 }]))} />
                    <IconButton icon="trash" size={18} label={t('removeNamed', { name: one.name })} onClick={() => void act(control.remove(one.number))} />
                  </li>
                );
              })}
            </ul>
          </div>
        )}
        {people.length === 0 && absent.length === 0 && <div className="empty"><Icon name="people" size={40} />{t('control.nobody')}</div>}
      </div>
      {inviting && <InviteDialog control={control} close={() => setInviting(false)} />}
      {renaming && <RenameOther control={control} person={renaming} close={() => setRenaming(null)} />}
    </section>
  );
};

const RenameOther = ({ control, person, close }: { control: Control; person: Person; close(): void }) => {
  const { t } = useText();
  const act = useAct();
  const [name, setName] = useState(person.name);
  return (
    <Dialog title={t('control.rename')} closeLabel={t('close')} onClose={close}>
      <form className="column" onSubmit={event => { event.preventDefault(); void act(control.rename(person.pid, person.number, name.trim())).then(done => done && close()); }}>
        <TextField label={t('join.name')} required maxLength={96} value={name} autoFocus onChange={event => setName(event.target.value)} />
        <footer><Button onClick={close}>{t('cancel')}</Button><Button type="submit" kind="primary" disabled={!name.trim()}>{t('save')}</Button></footer>
      </form>
    </Dialog>
  );
};
