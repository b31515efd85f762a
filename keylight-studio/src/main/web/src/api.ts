import type { PortraitAnswer } from './scene';

export interface Upload {
  id: string;
  name: string;
  kind: 'picture' | 'video' | 'panorama' | 'light';
  width: number;
  height: number;
  seconds: number;
  example: boolean;
}

export interface DriverAnswer {
  frames: number;
  framesWithFace: number;
  seconds: number;
  framesPerSecond: number;
  width: number;
  height: number;
  copy?: string;
}

export interface Engine {
  id: string;
  description: string;
  ready: boolean;
  missing?: string;
  /** Said after the id and a colon. */
  manners?: string[];
  /** Of the square it works in, whatever the size of the result. */
  side?: number;
  secondsPerMegapixel: number;
  megabytes: number;
  measured: boolean;
}

export interface Plan {
  fits: boolean;
  reason?: string;
  seconds?: number;
  megabytes?: number;
  measured: boolean;
}

export interface NamedLight {
  name: string;
  description: string;
  sides: boolean;
  sh: number[][];
}

export interface Studio {
  version: string;
  templates: string[];
  formats: string[];
}

export type DriverChoice = { template: string } | { upload: string; face: number };

export interface JobSpec {
  portrait: { upload: string; face: number };
  driver: DriverChoice;
  light: object;
  format: string;
  background?: string;
  options: { output: { longSide: number; quality: number; seconds: number; audio: boolean }; [key: string]: unknown };
  page?: { [key: string]: unknown };
}

export interface Job {
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  position: number;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  framesDone: number;
  framesTotal: number;
  secondsLeft?: number;
  part?: { what: string; unit: string; done: number; total: number };
  preview?: string;
  notes: string[];
  error?: string;
  result?: { frames: number; width: number; height: number; engine: string };
  links?: { result: string; view: string; poster: string; settings: string; recipe: string };
  spec: JobSpec;
}

async function answered<T>(response: Response): Promise<T> {
  if (!response.ok) {
    const problem = await response.json().catch(() => null);
    throw new Error(problem?.detail ?? `The studio answered ${response.status}.`);
  }
  return (await response.json()) as T;
}

async function reach(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch {
    throw new Error('The studio does not answer. Is it still running?');
  }
}

export async function get<T>(path: string): Promise<T> {
  return answered<T>(await reach(path));
}

export async function post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  return answered<T>(
    await reach(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } }),
  );
}

export async function remove(path: string): Promise<void> {
  const response = await reach(path, { method: 'DELETE' });
  if (!response.ok) {
    await answered(response);
  }
}

/** Uploads with progress, which fetch cannot tell. */
export function upload(file: File, onProgress: (share: number) => void): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/v1/uploads?name=${encodeURIComponent(file.name)}`);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new Error('The studio does not answer, or the file is too large for it.'));
    request.onload = () => {
      const answer = JSON.parse(request.responseText || '{}');
      if (request.status === 201) {
        resolve(answer as Upload);
      } else {
        reject(new Error(answer.detail ?? `The studio answered ${request.status}.`));
      }
    };
    request.send(file);
  });
}

export const portrait = (id: string, face: number): Promise<PortraitAnswer> => post('/v1/portraits', { upload: id, face });
export const plan = (engine: string, frames: number): Promise<Plan> => post('/v1/plans', { engine, frames });
export const driver = (choice: DriverChoice): Promise<DriverAnswer> => post('/v1/drivers', choice);

export async function motion(body: object, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await reach('/v1/motions', { method: 'POST', body: JSON.stringify(body), signal });
  if (!response.ok) {
    await answered(response);
  }
  return response.arrayBuffer();
}

/** Told whenever a job has changed, until it is over. */
export function watch(id: string, onJob: (job: Job) => void): () => void {
  const source = new EventSource(`/v1/jobs/${id}/events`);
  source.addEventListener('job', (event) => {
    const job = JSON.parse((event as MessageEvent).data) as Job;
    onJob(job);
    if (job.state !== 'queued' && job.state !== 'running') {
      source.close();
    }
  });
  return () => source.close();
}
