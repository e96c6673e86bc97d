import { deleteTemplate, templates, type Template } from '../../api/templates';
import { Button, IconButton } from '../../design/controls';
import { useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';
import { go } from '../../route';
import { Loaded } from './Loaded';
import { PageHead } from './Office';
import { useLoad } from './useLoad';

export const TemplatesPage = () => {
  const { t } = useText();
  const act = useAct();
  const load = useLoad(templates, []);
  const facts = ({ schedule }: Template) =>
    [t('minutes', { count: schedule.length }), t(schedule.mediaTypes === 'Voice' ? 'booking.voice' : 'booking.video'), schedule.attendees?.length ? t('people.count', { count: schedule.attendees.length }) : ''].filter(Boolean).join(' · ');
  return (
    <>
      <PageHead title={t('nav.templates')} hint={t('templates.hint')}>
        <Button kind="primary" icon="plus" onClick={() => go('book')}>{t('templates.new')}</Button>
      </PageHead>
      <Loaded load={load} empty={{ when: list => list.length === 0, icon: 'copy', text: t('templates.none') }}>
        {list => (
          <ul className="cards">
            {list.map(template => (
              <li className="card column" key={template.id}>
                <div className="grow">
                  <h2>{template.name}</h2>
                  <p className="quiet small">{template.schedule.subject}</p>
                  <p className="quiet small">{facts(template)}</p>
                </div>
                <div className="row">
                  <Button size="small" kind="primary" icon="calendar" onClick={() => go(`book/template/${template.id}`)}>{t('templates.book')}</Button>
                  <span className="grow" />
                  <IconButton icon="trash" label={t('removeNamed', { name: template.name })} onClick={() => void act(deleteTemplate(template.id)).then(done => done && load.reload())} />
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </>
  );
};
