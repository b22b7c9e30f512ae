import { LitElement } from 'lit';

/**
 * A Lit element without a shadow root: the page's one stylesheet applies, forms see its fields, and `aria-labelledby` and
 * fragments reach across elements. Server-rendered children are replaced by the first render.
 */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    this.replaceChildren();
    return this;
  }
}
