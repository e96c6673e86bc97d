import { useState, type ReactNode } from 'react';
import { logOut } from '../../api/account';
import { login } from '../../api/client';
import { Avatar } from '../../design/avatar';
import { IconButton, Menu } from '../../design/controls';
import { Icon, type IconName } from '../../design/icons';
import { Toasts } from '../../design/toasts';
import { useText, type Key } from '../../i18n/text';
import { useStore } from '../../meeting/store';
import { go, type Route } from '../../route';
import { Corner } from '../Corner';
import { AdminPage } from './AdminPage';
import { BookingPage } from './BookingPage';
import { HistoryPage } from './HistoryPage';
import { LoginPage } from './LoginPage';
import { MeetingsPage } from './MeetingsPage';
import './office.css';
import { PasswordDialog } from './PasswordDialog';
import { PastPage } from './PastPage';
import { RecordingsPage } from './RecordingsPage';
import { RoomsPage } from './RoomsPage';
import { TemplatesPage } from './TemplatesPage';

const places: { path: string; pages: Route['page'][]; icon: IconName; label: Key; admin?: boolean }[] = [
  { path: 'meetings', pages: ['meetings', 'home', 'book'], icon: 'calendar', label: 'nav.meetings' },
  { path: 'templates', pages: ['templates'], icon: 'copy', label: 'nav.templates' },
  { path: 'history', pages: ['history', 'past'], icon: 'history', label: 'nav.history' },
  { path: 'recordings', pages: ['recordings'], icon: 'film', label: 'nav.recordings' },
  { path: 'rooms', pages: ['rooms'], icon: 'door', label: 'nav.rooms' },
  { path: 'admin', pages: ['admin'], icon: 'building', label: 'nav.admin', admin: true },
];

/** Everything around meetings, for who is logged in. */
export default function Office({ route }: { route: Route }) {
  const { t } = useText();
  const user = useStore(login);
  const [password, setPassword] = useState(false);
  if (!user || route.page === 'login') return <LoginPage back={route.page === 'login' ? 'meetings' : null} />;
  const isAdmin = (user.user.adminType ?? 2) < 2;
  const name = user.user.name ?? user.user.ucloginAccount ?? '';
  return (
    <div className="office">
      <nav className="side" aria-label={t('nav.label')}>
        <a className="brand" href="#/meetings"><img src="/favicon.svg" alt="" /><span>{t('app.name')}</span></a>
        <ul>
          {places.filter(place => !place.admin || isAdmin).map(place => (
            <li key={place.path}>
              <a href={`#/${place.path}`} aria-current={place.pages.includes(route.page) ? 'page' : undefined}>
                <Icon name={place.icon} />
                <span>{t(place.label)}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="office-main">
        <header>
          <span className="grow" />
          <Corner />
          <Menu
            label={t('nav.account')}
            className="account-button"
            entries={[{ heading: name }, { label: t('password.title'), icon: 'lock', act: () => setPassword(true) }, { label: t('nav.logOut'), icon: 'logout', act: () => void logOut().then(() => go('')) }]}
          >
            <Avatar name={name} size={34} />
          </Menu>
        </header>
        <main>{pageFor(route, isAdmin)}</main>
      </div>
      {password && <PasswordDialog account={user.user.ucloginAccount ?? ''} close={() => setPassword(false)} />}
      <Toasts />
    </div>
  );
}

const pageFor = (route: Route, isAdmin: boolean): ReactNode => {
  switch (route.page) {
    case 'book': return <BookingPage key={location.hash} conference={route.conference} template={route.template} />;
    case 'templates': return <TemplatesPage />;
    case 'history': return <HistoryPage isAdmin={isAdmin} />;
    case 'past': return <PastPage key={route.run} run={route.run} />;
    case 'recordings': return <RecordingsPage />;
    case 'rooms': return <RoomsPage />;
    case 'admin': return isAdmin ? <AdminPage /> : <MeetingsPage isAdmin={isAdmin} />;
    default: return <MeetingsPage isAdmin={isAdmin} />;
  }
};

export const PageHead = ({ title, hint, back, children }: { title: string; hint?: string; back?: string; children?: ReactNode }) => {
  const { t } = useText();
  return (
    <div className="page-head">
      {back && <IconButton icon="left" label={t('back')} onClick={() => go(back)} />}
      <div className="grow">
        <h1>{title}</h1>
        {hint && <p className="quiet">{hint}</p>}
      </div>
      <div className="row-wrap">{children}</div>
    </div>
  );
};
