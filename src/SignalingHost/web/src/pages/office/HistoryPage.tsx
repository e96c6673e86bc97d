import { useState } from 'react';
import { history, shownNumber } from '../../api/conferences';
import { Button, Switch, TextField } from '../../design/controls';
import { Icon } from '../../design/icons';
import { useText } from '../../i18n/text';
import { fromFields, fromWire, lengthInMinutes, toDateField } from '../../meeting/wireTime';
import { go, spaced } from '../../route';
import { Loaded } from './Loaded';
import { PageHead } from './Office';
import { useLoad } from './useLoad';

const perPage = 20;
const day = 24 * 60 * 60_000;

export const HistoryPage = ({ isAdmin }: { isAdmin: boolean }) => {
  const { t, locale } = useText();
  const [search, setSearch] = useState('');
  const [all, setAll] = useState(false);
  const [from, setFrom] = useState(() => toDateField(new Date(Date.now() - 30 * day)));
  const [to, setTo] = useState(() => toDateField(new Date()));
  const [page, setPage] = useState(0);
  const load = useLoad(() => history(fromFields(from, '00:00').getTime(), fromFields(to, '00:00').getTime() + day, search, page * perPage, perPage, all), [search, all, from, to, page]);
  const pages = Math.max(1, Math.ceil((load.data?.count ?? 0) / perPage));
  return (
    <>
      <PageHead title={t('nav.history')} />
      <div className="row-wrap filter">
        <div className="search-field">
          <Icon name="search" size={18} />
          <input className="input" type="search" placeholder={t('meetings.search')} aria-label={t('meetings.search')} value={search} onChange={event => { setSearch(event.target.value); setPage(0); }} />
        </div>
        <TextField className="in-line" label={t('history.from')} type="date" value={from} onChange={event => event.target.value && setFrom(event.target.value)} />
        <TextField className="in-line" label={t('history.to')} type="date" value={to} onChange={event => event.target.value && setTo(event.target.value)} />
        {isAdmin && <Switch label={t('meetings.all')} checked={all} onChange={setAll} />}
      </div>
      <Loaded load={load} empty={{ when: found => found.data.length === 0, icon: 'history', text: t('history.none') }}>
        {found => (
          <>
            <div className="card table-frame flush">
              <table className="table stacks">
                <thead>
                  <tr><th>{t('booking.subject')}</th><th>{t('history.when')}</th><th>{t('booking.length')}</th><th>{t('join.id')}</th><th>{t('history.by')}</th><th /></tr>
                </thead>
                <tbody>
                  {found.data.map(meeting => (
                    <tr key={meeting.confUUID}>
                      <td className="plain"><a href={`#/history/${meeting.confUUID}`} className="subject">{meeting.subject}</a> {meeting.isHasRecordFile && <span className="badge" style={{ marginLeft: 6 }}><Icon name="film" size={14} />{t('history.recorded')}</span>}</td>
                      <td data-label={t('history.when')} className="number">{fromWire(meeting.startTime).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' })}</td>
                      <td data-label={t('booking.length')} className="number">{t('minutes', { count: Math.max(1, lengthInMinutes(fromWire(meeting.startTime), fromWire(meeting.endTime))) })}</td>
                      <td data-label={t('join.id')} className="number">{spaced(shownNumber(meeting))}</td>
                      <td data-label={t('history.by')}>{meeting.scheduserName}</td>
                      <td className="plain"><Button size="small" onClick={() => go(`history/${meeting.confUUID}`)}>{t('history.details')}</Button></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {pages > 1 && (
              <div className="row pages">
                <Button size="small" icon="left" disabled={page === 0} onClick={() => setPage(page - 1)}>{t('before')}</Button>
                <span className="number">{t('meeting.page', { page: page + 1, pages })}</span>
                <Button size="small" disabled={page >= pages - 1} onClick={() => setPage(page + 1)}>{t('next')}<Icon name="right" size={17} /></Button>
              </div>
            )}
          </>
        )}
      </Loaded>
    </>
  );
};
