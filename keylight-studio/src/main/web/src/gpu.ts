/** A WebGL 2 context with its programs, textures and buffers by name, their places looked up once. */
export class Gpu {
  readonly gl: WebGL2RenderingContext;
  private readonly programs = new Map<string, WebGLProgram>();
  private readonly textures = new Map<string, WebGLTexture>();
  private readonly buffers = new Map<string, WebGLBuffer>();
  private readonly places = new Map<string, WebGLUniformLocation | number | null>();
  private current = '';

  constructor(canvas: HTMLCanvasElement) {
    // What was drawn stays readable; and four samples a pixel cost more than they show where triangles cover everything.
    const gl = canvas.getContext('webgl2', { antialias: false, alpha: true, preserveDrawingBuffer: true });
    if (!gl) {
      throw new Error('This browser has no WebGL 2, which the live preview needs. Renders work without it.');
    }
    this.gl = gl;
  }

  program(name: string, vertex: string, fragment: string): void {
    const { gl } = this;
    const made = gl.createProgram()!;
    for (const [type, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
      const shader = gl.createShader(type)!;
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(made, shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) {
        throw new Error(gl.getShaderInfoLog(shader) ?? 'a shader does not compile');
      }
    }
    gl.linkProgram(made);
    this.programs.set(name, made);
  }

  use(name: string): void {
    this.gl.useProgram(this.programs.get(name)!);
    this.current = name;
  }

  /** A picture; decoded to linear light whenever it is read, if `srgb`. */
  texture(name: string, image: ImageBitmap, srgb = false): void {
    const { gl } = this;
    const old = this.textures.get(name);
    if (old) {
      gl.deleteTexture(old);
    }
    const texture = gl.createTexture()!;
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    gl.texImage2D(gl.TEXTURE_2D, 0, srgb ? gl.SRGB8_ALPHA8 : gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, image);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    this.textures.set(name, texture);
  }

  bind(name: string, unit: number, as = name): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, this.textures.get(name)!);
    gl.uniform1i(this.uniform(as), unit);
  }

  fill(name: string, target: number, data: Float32Array | Uint32Array): void {
    const { gl } = this;
    const buffer = this.buffers.get(name) ?? gl.createBuffer()!;
    this.buffers.set(name, buffer);
    gl.bindBuffer(target, buffer);
    gl.bufferData(target, data, gl.DYNAMIC_DRAW);
  }

  attribute(name: string, size: number, buffer = name): void {
    const { gl } = this;
    const key = `${this.current} in ${name}`;
    if (!this.places.has(key)) {
      this.places.set(key, gl.getAttribLocation(this.programs.get(this.current)!, name));
    }
    const place = this.places.get(key) as number;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers.get(buffer)!);
    gl.enableVertexAttribArray(place);
    gl.vertexAttribPointer(place, size, gl.FLOAT, false, 0, 0);
  }

  uniform(name: string): WebGLUniformLocation | null {
    const key = `${this.current} ${name}`;
    if (!this.places.has(key)) {
      this.places.set(key, this.gl.getUniformLocation(this.programs.get(this.current)!, name));
    }
    return this.places.get(key) as WebGLUniformLocation | null;
  }

  triangles(buffer: string, indices: number): void {
    const { gl } = this;
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.buffers.get(buffer)!);
    gl.drawElements(gl.TRIANGLES, indices, gl.UNSIGNED_INT, 0);
  }

  /** Tells when all that was asked for so far is drawn; asking does not hold up the page. */
  finished(): Promise<void> {
    const { gl } = this;
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    return new Promise((resolve) => {
      const look = (): void => {
        if (!fence || gl.isContextLost() || gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.SIGNALED) {
          gl.deleteSync(fence);
          resolve();
        } else {
          setTimeout(look, 1);
        }
      };
      setTimeout(look, 0);
    });
  }
}
