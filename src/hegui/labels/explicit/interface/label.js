// <aigc-label spot="near|top|bottom">words</aigc-label>: a notice that content is generated.
// It has no way to be closed, and puts itself back when its words are taken away.
class AigcLabel extends HTMLElement {
  static observedAttributes = ["spot"];

  connectedCallback() {
    this.words ??= this.textContent.trim();
    this.setAttribute("role", "note");
    this.setAttribute("aria-label", this.words);
    this.watcher ??= new MutationObserver(() => this.show());
    this.show();
  }

  disconnectedCallback() {
    this.watcher.disconnect();
  }

  attributeChangedCallback() {
    if (this.watcher) this.show();
  }

  show() {
    this.watcher.disconnect();
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const spot = this.getAttribute("spot");
    const fixed = spot === "top" || spot === "bottom" ? `:host{position:fixed;inset-inline:0;${spot}:0;z-index:2147483647;width:auto;margin:0;border-width:0;border-radius:0;text-align:center}` : "";
    const style = document.createElement("style");
    style.textContent = `
      :host{display:block;box-sizing:border-box;width:fit-content;margin:.5em 0;padding:.25em .6em;
        border:1px solid currentColor;border-radius:.25em;background:#fff;color:#333;
        font:600 .875rem/1.4 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
      @media (prefers-color-scheme:dark){:host{background:#1b1b1b;color:#ddd}}
      @media print{:host{position:static;border:1px solid}}
      ${fixed}`;
    const words = document.createElement("span");
    words.textContent = this.words;
    root.replaceChildren(style, words);
    if (this.textContent !== this.words) this.textContent = this.words;
    this.watcher.observe(root, { childList: true, subtree: true, characterData: true });
    this.watcher.observe(this, { childList: true, characterData: true, subtree: true });
  }
}
customElements.define("aigc-label", AigcLabel);
