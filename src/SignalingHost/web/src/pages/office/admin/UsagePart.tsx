import { resources, usage } from '../../../api/corporation';
import { running, shownNumber } from '../../../api/conferences';
import { Icon, type IconName } from '../../../design/icons';
import { useText } from '../../../i18n/text';
import { go, spaced } from '../../../route';
import { Button } from '../../../design/controls';
import { Loaded } from '../Loaded';
import { useLoad } from '../useLoad';

/** Seats and recording space: how much there is, how much is in use now. */
export const UsagePart = () => {
  const { t } = useText();
  const load = useLoad(() => Promise.all([usage(), resources().catch(() => null), running(true).catch(() => null)] as const), []);
  return (
    <Loaded load={load}>
      {([used, bought, live]) => (
        <>
          <div className="figures">
            <Figure icon="people" label={t('admin.seats')} used={used.activeAttendeeCount ?? used.usedAccountsCount ?? 0} of={bought?.confCallCount?.sumCount} />
            <Figure icon="film" label={t('admin.recordingSpace')} used={used.usedRecStorage ?? 0} of={bought?.recordCapability?.sumCount} unit="GB" />
            <Figure icon="live" label={t('admin.live')} used={used.usedLiveCount ?? 0} of={bought?.liveCount?.sumCount} />
            <Figure icon="camera" label={t('admin.runningMeetings')} used={live?.count ?? used.confCount ?? 0} />
          </div>
          {live && live.data.length > 0 && (
            <section className="day">
              <h2>{t('meetings.running')}</h2>
              <ul className="card meeting-list">
                {live.data.map(meeting => (
                  <li key={meeting.conferenceID}>
                    <div className="grow">
                      <div className="subject cut">{meeting.subject}</div>
                      <div className="quiet small number">{spaced(shownNumber(meeting))} · {t('people.count', { count: meeting.onlineAttendeeAmount ?? 0 })}</div>
                    </div>
                    <Button size="small" icon="control" onClick={() => go(`control/${meeting.conferenceID}`)}>{t('meetings.run')}</Button>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </Loaded>
  );
};

const Figure = ({ icon, label, used, of, unit = '' }: { icon: IconName; label: string; used: number; of?: number; unit?: string }) => (
  <div className="card figure">
    <span className="figure-icon"><Icon name={icon} size={22} /></span>
    <p className="quiet small">{label}</p>
    <p className="figure-number number">
      {Math.round(used * 10) / 10}
      {of ? <span className="quiet"> / {of} {unit}</span> : <span className="quiet"> {unit}</span>}
    </p>
    {of ? <div className="meter-bar" role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={of} aria-valuenow={used}><span style={{ width: `${Math.min(100, (used / of) * 100)}%` }} /></div> : null}
  </div>
);
