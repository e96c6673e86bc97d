import { useState } from 'react';
import { addMember, deleteMember, enableMember, members, resetPassword } from '../../../api/corporation';
import { Avatar } from '../../../design/avatar';
import { Button, Dialog, Menu, TextField } from '../../../design/controls';
import { Icon } from '../../../design/icons';
import { useAct } from '../../../design/toasts';
import { useText } from '../../../i18n/text';
import { Loaded } from '../Loaded';
import { useLoad } from '../useLoad';
import { ListHead, ListPages, perPage } from './ListHead';

export const MembersPart = () => {
  const { t } = useText();
  const act = useAct();
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(0);
  const [adding, setAdding] = useState(false);
  const load = useLoad(() => members(search, page * perPage, perPage), [search, page]);
  const run = (work: Promise<unknown>) => void act(work, t('saved')).then(done => done && load.reload());
  return (
    <>
      <ListHead search={search} change={text => { setSearch(text); setPage(0); }} add={() => setAdding(true)} addLabel={t('admin.addMember')} />
      <Loaded load={load} empty={{ when: found => found.data.length === 0, icon: 'person', text: t('admin.nothingFound') }}>
        {found => (
          <>
            <div className="card table-frame flush">
              <table className="table stacks">
                <thead><tr><th>{t('join.name')}</th><th>{t('login.account')}</th><th>{t('admin.department')}</th><th>{t('admin.role')}</th><th>{t('admin.state')}</th><th /></tr></thead>
                <tbody>
                  {found.data.map(member => (
                    <tr key={member.id}>
                      <td className="plain"><span className="row"><Avatar name={member.name} size={30} />{member.name}</span></td>
                      <td data-label={t('login.account')}>{member.userAccount}</td>
                      <td data-label={t('admin.department')}>{member.deptNamePath}</td>
                      <td data-label={t('admin.role')}>{t((member.adminType ?? 2) < 2 ? 'admin.admin' : 'admin.member')}</td>
                      <td data-label={t('admin.state')}><span className={`badge ${member.status === 1 ? 'danger' : 'good'}`}>{t(member.status === 1 ? 'admin.off' : 'admin.on')}</span></td>
                      <td className="plain">
                        <Menu
                          label={t('person.actions', { name: member.name })}
                          entries={[
                            { label: t(member.status === 1 ? 'admin.switchOn' : 'admin.switchOff'), icon: 'person', act: () => run(enableMember(member.userAccount, member.status === 1)) },
                            { label: t('admin.resetPassword'), icon: 'lock', act: () => run(resetPassword(member.userAccount)) },
                            { label: t('delete'), icon: 'trash', danger: true, act: () => run(deleteMember(member.userAccount)) },
                          ]}
                        >
                          <Icon name="more" size={18} />
                        </Menu>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <ListPages page={page} count={found.count} turn={setPage} />
          </>
        )}
      </Loaded>
      {adding && <AddMember close={() => setAdding(false)} added={() => { setAdding(false); load.reload(); }} />}
    </>
  );
};

const AddMember = ({ close, added }: { close(): void; added(): void }) => {
  const { t } = useText();
  const act = useAct();
  const [form, setForm] = useState({ name: '', account: '', pwd: '', email: '' });
  return (
    <Dialog title={t('admin.addMember')} closeLabel={t('close')} onClose={close}>
      <form className="column" onSubmit={event => { event.preventDefault(); void act(addMember({ ...form, email: form.email || undefined }), t('saved')).then(done => done && added()); }}>
        <TextField label={t('join.name')} required maxLength={96} value={form.name} autoFocus onChange={event => setForm({ ...form, name: event.target.value })} />
        <TextField label={t('login.account')} required value={form.account} autoComplete="off" onChange={event => setForm({ ...form, account: event.target.value })} />
        <TextField label={t('login.password')} hint={t('password.hint')} type="password" required minLength={8} maxLength={32} autoComplete="new-password" value={form.pwd} onChange={event => setForm({ ...form, pwd: event.target.value })} />
        <TextField label={t('admin.email')} type="email" value={form.email} onChange={event => setForm({ ...form, email: event.target.value })} />
        <footer><Button onClick={close}>{t('cancel')}</Button><Button type="submit" kind="primary">{t('add')}</Button></footer>
      </form>
    </Dialog>
  );
};
