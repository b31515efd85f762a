import { button, h, tell } from './dom';
import { toRows } from './harmonics';
import type { State } from './state';

const SIDE = 448;
const CAMERA = 320;
const IN_FLIGHT = 2;

/** The webcam drives the portrait as you speak, with the light under your hand. */
export class Live {
  readonly element: HTMLElement;
  private readonly canvas = h('canvas', { className: 'livepicture', width: SIDE, height: SIDE, 'aria-label': 'The portrait, live' });
  private readonly camera = h('video', { muted: true, playsInline: true, className: 'camera' });
  private readonly grab = new OffscreenCanvas(CAMERA, CAMERA);
  private readonly status = h('p', { className: 'status', role: 'status' });
  private readonly toggle: HTMLButtonElement;
  private readonly again: HTMLButtonElement;
  private socket: WebSocket | null = null;
  private stream: MediaStream | null = null;
  private inFlight = 0;
  private lastLight = '';
  /** For the page and for measuring: when frames came and how old they were, newest last. */
  readonly measured: { at: number; age: number }[] = [];

  constructor(private readonly state: State) {
    this.toggle = button('Start the camera', () => void (this.socket ? this.stop() : this.start()), 'primary');
    this.again = button('Take this as my calm face', () => this.restart());
    this.again.hidden = true;
    this.element = h('div', { className: 'live' },
      h('div', { className: 'livestage' }, this.canvas, this.camera),
      h('div', { className: 'livebar' }, this.toggle, this.again, this.status));
    state.listen((change) => {
      if (change === 'light') {
        this.sendLight();
      } else if (change === 'options' && this.socket) {
        this.restart();
      }
    });
    (globalThis as { keylightLive?: Live }).keylightLive = this;
  }

  async start(): Promise<void> {
    if (!this.state.portrait) {
      return;
    }
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 }, frameRate: { ideal: 30 } }, audio: false });
    } catch {
      tell('The camera could not be opened. Allow it for this page, or plug one in.', 'error');
      return;
    }
    this.camera.srcObject = this.stream;
    await this.camera.play();
    this.status.textContent = 'Getting ready…';
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/live`);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    socket.onopen = () => {
      const { portrait } = this.state;
      this.lastLight = JSON.stringify(toRows(this.state.light()));
      socket.send(JSON.stringify({
        portrait: { upload: portrait!.upload, face: portrait!.face }, sh: toRows(this.state.light()), motion: this.state.motionOptions(),
        light: this.state.choices.lightOptions, side: SIDE,
      }));
    };
    socket.onmessage = (event) => {
      if (typeof event.data === 'string') {
        const message = JSON.parse(event.data);
        if (message.event === 'error') {
          tell(message.message, 'error');
        } else {
          this.inFlight = 0;
          this.again.hidden = false;
          this.pump();
        }
      } else {
        void this.received(event.data as ArrayBuffer);
      }
    };
    socket.onclose = () => this.stop();
    this.toggle.textContent = 'Stop';
    this.toggle.classList.remove('primary');
  }

  stop(): void {
    this.socket?.close();
    this.socket = null;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.camera.srcObject = null;
    this.again.hidden = true;
    this.toggle.textContent = 'Start the camera';
    this.toggle.classList.add('primary');
    this.status.textContent = '';
  }

  private restart(): void {
    this.socket?.send(JSON.stringify({ restart: true, motion: this.state.motionOptions() }));
  }

  private sendLight(): void {
    const light = JSON.stringify(toRows(this.state.light()));
    if (this.socket?.readyState === WebSocket.OPEN && light !== this.lastLight) {
      this.lastLight = light;
      this.socket.send(`{"sh": ${light}}`);
    }
  }

  /** A new camera frame goes out whenever fewer than two are on their way. */
  private pump(): void {
    const { socket } = this;
    if (!socket || socket.readyState !== WebSocket.OPEN) {
      return;
    }
    const next = (): void => this.pump();
    const frames = this.camera as HTMLVideoElement & { requestVideoFrameCallback?: (callback: () => void) => void };
    if (frames.requestVideoFrameCallback) {
      frames.requestVideoFrameCallback(next);
    } else {
      requestAnimationFrame(next);
    }
    if (this.inFlight < IN_FLIGHT && this.camera.videoWidth > 0) {
      this.inFlight++;
      void this.send(socket);
    }
  }

  private async send(socket: WebSocket): Promise<void> {
    const at = performance.now();
    const factor = CAMERA / Math.max(this.camera.videoWidth, this.camera.videoHeight);
    this.grab.width = Math.round(this.camera.videoWidth * factor);
    this.grab.height = Math.round(this.camera.videoHeight * factor);
    this.grab.getContext('2d')!.drawImage(this.camera, 0, 0, this.grab.width, this.grab.height);
    const jpeg = await (await this.grab.convertToBlob({ type: 'image/jpeg', quality: 0.8 })).arrayBuffer();
    const message = new Uint8Array(8 + jpeg.byteLength);
    new DataView(message.buffer).setBigInt64(0, BigInt(Math.round(at)));
    message.set(new Uint8Array(jpeg), 8);
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(message);
    }
  }

  private async received(data: ArrayBuffer): Promise<void> {
    this.inFlight = Math.max(0, this.inFlight - 1);
    const view = new DataView(data);
    const sent = Number(view.getBigInt64(0));
    const following = view.getInt8(8) === 1;
    const picture = await createImageBitmap(new Blob([new Uint8Array(data, 9)], { type: 'image/jpeg' }));
    if (this.canvas.width !== picture.width || this.canvas.height !== picture.height) {
      this.canvas.width = picture.width;
      this.canvas.height = picture.height;
    }
    this.canvas.getContext('2d')!.drawImage(picture, 0, 0);
    picture.close();
    const now = performance.now();
    this.measured.push({ at: now, age: now - sent });
    if (this.measured.length > 600) {
      this.measured.shift();
    }
    const recent = this.measured.filter((one) => one.at > now - 2000);
    const age = recent.reduce((sum, one) => sum + one.age, 0) / recent.length;
    this.status.textContent = following
      ? `${Math.round(recent.length / 2)} frames/s, ${Math.round(age)} ms behind`
      : 'Look calmly into the camera…';
  }
}
