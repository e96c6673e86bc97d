import { callAsUser } from './client';
import type { Schedule } from './conferences';

/** A meeting to book again and again; an addition of this server (/v1/ext). */
export interface Template {
  id: string;
  name: string;
  schedule: Schedule;
}

const root = '/v1/ext/templates';

export const templates = async (): Promise<Template[]> => (await callAsUser<{ data: Template[] }>('GET', root)).data;
export const addTemplate = (name: string, schedule: Schedule): Promise<Template> => callAsUser('POST', root, { body: { name, schedule } });
export const changeTemplate = (template: Template): Promise<void> =>
  callAsUser('PUT', `${root}/${template.id}`, { body: { name: template.name, schedule: template.schedule } });
export const deleteTemplate = (id: string): Promise<void> => callAsUser('DELETE', `${root}/${id}`);
export const templateFromHistory = (confUUID: string, name: string): Promise<Template> => callAsUser('POST', `${root}/from-history`, { body: { confUUID, name } });
