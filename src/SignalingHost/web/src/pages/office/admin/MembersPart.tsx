import { useState } from 'react';
import { addMember, deleteMember, enableMember, members, resetPassword } from '../../../api/corporation';
import { Avatar } from '../../../design/avatar';
import { Button, Dialog, Menu, TextField } from '../../../design/controls';
import { Icon } from '../../../design/icons';
import { useAct } from '../../../design/toasts';
import { useText } from '../../../i18n/text';
import { PagedList } from './PagedList';

export const MembersPart = () => {
  const { t } = useText();
  const act = useAct();
  const run = (work: Promise<unknown>, reload: () => void) => void act(work, t('saved')).then(done => done && reload());
  return (
    <PagedList
      find={members}
      addLabel={t('admin.addMember')}
      none={{ icon: 'person', text: t('admin.nothingFound') }}
      heads={[t('join.name'), t('login.account'), t('admin.department'), t('admin.role'), t('admin.state')]}
      row={(member, reload) => (
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
                { label: t(member.status === 1 ? 'admin.switchOn' : 'admin.switchOff'), icon: 'person', act: () => run(enableMember(member.userAccount, member.status === 1), reload) },
                { label: t('admin.resetPassword'), icon: 'lock', act: () => run(resetPassword(member.userAccount), reload) },
                { label: t('delete'), icon: 'trash', danger: true, act: () => run(deleteMember(member.userAccount), reload) },
              ]}
            >
              <Icon name="more" size={18} />
            </Menu>
          </td>
        </tr>
      )}
      dialog={(close, added) => <AddMember close={close} added={added} />}
    />
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
