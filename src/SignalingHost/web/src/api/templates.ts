import { callAsUser } from './client';
import type { Schedule } from './conferences';

/** A meeting to book again and again; an addition of this server (/v1/ext). It has no start: that is what booking adds. */
export interface Template {
  id: string;
  name: string;
  schedule: Schedule;
}

interface Kept {
  id: string;
  name: string;
  content: Partial<Schedule>;
}

const root = '/v1/ext/templates';

/** The server leaves out what was never said; the form wants all of it. */
export const templateOf = ({ id, name, content }: Kept): Template => ({
  id,
  name,
  schedule: {
    subject: name,
    length: 60,
    mediaTypes: 'HDVideo',
    recordType: 0,
    isAutoRecord: 0,
    recordAuxStream: 0,
    language: 'zh-CN',
    timeZoneID: '56',
    ...content,
    attendees: content.attendees ?? [],
    confConfigInfo: content.confConfigInfo ?? {},
  },
});

const contentOf = ({ startTime: _start, cycleParams: _cycle, ...rest }: Schedule): Partial<Schedule> => rest;

export const templates = async (): Promise<Template[]> => (await callAsUser<{ data: Kept[] }>('GET', root, { query: { offset: 0, limit: 100 } })).data.map(templateOf);
export const addTemplate = (name: string, schedule: Schedule): Promise<unknown> => callAsUser('POST', root, { body: { name, content: contentOf(schedule) } });
export const deleteTemplate = (id: string): Promise<void> => callAsUser('DELETE', `${root}/${id}`);
export const templateFromHistory = (confUUID: string, name: string): Promise<unknown> => callAsUser('POST', `${root}/from-history`, { body: { confUUID, name } });
