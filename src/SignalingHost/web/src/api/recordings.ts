import { callAsUser, type Page } from './client';

export interface RecordingRow {
  confUUID: string;
  confID: string;
  subject: string;
  startTime: string;
  rcdTime: number;
  rcdSize: number;
  isDecodeFinish?: boolean;
  available?: boolean;
}

export interface RecordingFile {
  token: string;
  fileType: 'Hd' | 'Aux' | 'Sd';
  url: string;
}

export const recordings = (startDate: number, endDate: number, searchKey = ''): Promise<Page<RecordingRow>> =>
  callAsUser('GET', '/v1/mmc/management/record/files', { query: { startDate, endDate, searchKey, offset: 0, limit: 100 } });

export const recordingFiles = async (confUUID: string): Promise<RecordingFile[]> => {
  const found = await callAsUser<{ recordUrls?: { urls: RecordingFile[] }[] }>('GET', '/v1/mmc/management/record/downloadurls', { query: { confUUID, offset: 0, limit: 50 } });
  return (found.recordUrls ?? []).flatMap(one => one.urls);
};

export const deleteRecording = (confUUID: string): Promise<void> => callAsUser('DELETE', '/v1/mmc/management/record/files', { query: { confUUIDs: confUUID } });
