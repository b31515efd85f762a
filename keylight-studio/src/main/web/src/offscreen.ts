/** A drawing beside the screen, as large as it is asked to be. */
export class Offscreen {
  private frame: WebGLFramebuffer | null = null;
  private buffers: (WebGLRenderbuffer | null)[] = [];
  private width = 0;
  private height = 0;

  constructor(private readonly gl: WebGL2RenderingContext) {}

  /** From now on drawings go here. */
  begin(width: number, height: number): void {
    const { gl } = this;
    if (this.width !== width || this.height !== height) {
      gl.deleteFramebuffer(this.frame);
      this.buffers.forEach((buffer) => gl.deleteRenderbuffer(buffer));
      this.buffers = [];
      this.frame = gl.createFramebuffer();
      this.width = width;
      this.height = height;
      gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
      for (const [where, format] of [[gl.COLOR_ATTACHMENT0, gl.RGBA8], [gl.DEPTH_ATTACHMENT, gl.DEPTH_COMPONENT16]]) {
        const buffer = gl.createRenderbuffer();
        gl.bindRenderbuffer(gl.RENDERBUFFER, buffer);
        gl.renderbufferStorage(gl.RENDERBUFFER, format, width, height);
        gl.framebufferRenderbuffer(gl.FRAMEBUFFER, where, gl.RENDERBUFFER, buffer);
        this.buffers.push(buffer);
      }
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
  }

  /** Drawings go to the screen again. */
  end(): void {
    this.gl.bindFramebuffer(this.gl.FRAMEBUFFER, null);
  }

  /** Shows what was drawn here on a screen of the same size. */
  show(): void {
    const { gl, width, height } = this;
    gl.disable(gl.SCISSOR_TEST);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.frame);
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
  }
}
