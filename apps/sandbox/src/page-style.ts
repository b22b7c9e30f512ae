/** The colours that make one site look different from the other: light, then dark. */
export interface SiteColours {
  readonly accent: readonly [light: string, dark: string];
  readonly accentHover: readonly [light: string, dark: string];
  readonly onAccent: readonly [light: string, dark: string];
}

const pair = ([light, dark]: readonly [string, string]): string => `light-dark(${light}, ${dark})`;

/** The one style sheet of a site, with its own accent. Plain CSS, follows the system's light or dark choice. */
export function siteStyle(colours: SiteColours): string {
  return `:root {
  color-scheme: light dark;
  --page: light-dark(#f4f5f7, #101316); --surface: light-dark(#fff, #181c21); --sunken: light-dark(#f4f5f7, #12161a);
  --line: light-dark(#dcdfe5, #2c333c); --line-strong: light-dark(#7a8391, #78828f);
  --text: light-dark(#14181f, #eceff3); --muted: light-dark(#535c69, #a5afbc);
  --accent: ${pair(colours.accent)}; --accent-hover: ${pair(colours.accentHover)}; --on-accent: ${pair(colours.onAccent)};
  --link: var(--accent); --focus: light-dark(#1f6feb, #8fb7ff);
  --green: light-dark(#11602f, #86dba8); --green-tint: light-dark(#e5f4ea, #142b1e);
  --yellow: light-dark(#6f4a00, #f0c96b); --yellow-tint: light-dark(#fcf1d4, #2f2610);
  --red: light-dark(#9c1c16, #ffa39c); --red-tint: light-dark(#fdeceb, #351a1b);
  --gray-tint: light-dark(#eceef2, #252b34);
  --control: 40px;
}
@media (pointer: coarse), (max-width: 639px) { :root { --control: 44px; } }
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif; }
h1, h2, h3, p, ul, ol, dl, dd, fieldset { margin: 0; padding: 0; }
fieldset { border: 0; min-width: 0; }
ul { list-style: none; }
h1 { font-size: 24px; line-height: 1.25; font-weight: 650; letter-spacing: -.015em; text-wrap: balance; }
h2 { font-size: 18px; line-height: 1.35; font-weight: 620; }
h3, legend { font-size: 15px; line-height: 1.4; font-weight: 620; padding: 0; }
legend { margin-bottom: 8px; }
a { color: var(--link); text-underline-offset: .18em; }
code { font: .9em ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 12px; top: 12px; z-index: 1; padding: 8px 12px; background: var(--surface); border-radius: 8px; }
.bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px 24px; padding: 12px clamp(16px, 4vw, 32px);
  background: var(--surface); border-bottom: 1px solid var(--line); }
.brand { display: inline-flex; align-items: center; gap: 10px; font-weight: 650; color: var(--text); text-decoration: none; }
.tile { display: grid; place-items: center; width: 32px; height: 32px; border-radius: 8px; background: var(--accent); color: var(--on-accent);
  font-size: 14px; font-weight: 700; flex: none; }
nav { display: flex; gap: 4px 20px; flex-wrap: wrap; font-size: 15px; }
nav a { padding: 6px 0; }
main { flex: 1; width: 100%; max-width: 760px; margin: 0 auto; padding: clamp(20px, 5vw, 48px) 16px; display: grid; gap: 20px; align-content: start; }
footer { padding: 16px; text-align: center; font-size: 14px; color: var(--muted); }
.narrow { width: 100%; max-width: 440px; margin: 0 auto; }
.card { display: grid; gap: 16px; padding: clamp(16px, 4vw, 24px); background: var(--surface); border: 1px solid var(--line); border-radius: 12px; min-width: 0; }
.card > *, main > * { min-width: 0; }
.stack { display: grid; gap: 16px; }
.stack-s { display: grid; gap: 6px; }
.head { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; }
.muted { color: var(--muted); }
.small { font-size: 14px; }
.break { overflow-wrap: anywhere; }
.note { padding: 12px 14px; border-radius: 8px; background: var(--gray-tint); font-size: 15px; overflow-wrap: anywhere; }
.note.red { background: var(--red-tint); color: var(--red); }
.note.green { background: var(--green-tint); color: var(--green); }
label, .field { display: grid; gap: 6px; }
label { font-weight: 560; }
.nowrap { white-space: nowrap; }
input:is([type=email], [type=password], [type=text]) { width: 100%; min-height: var(--control); padding: 8px 12px; font: inherit; color: inherit;
  background: var(--surface); border: 1px solid var(--line-strong); border-radius: 8px; }
input[aria-invalid=true] { border-color: var(--red); box-shadow: 0 0 0 1px var(--red); }
.error { color: var(--red); font-size: 15px; font-weight: 400; }
.scopes { display: grid; border: 1px solid var(--line); border-radius: 10px; }
.scopes li { padding: 12px 14px; }
.scopes li + li { border-top: 1px solid var(--line); }
.scopes label, .scopes .fixed { display: grid; grid-template-columns: 20px 1fr; gap: 2px 12px; align-items: start; font-weight: 400; cursor: default; }
.scopes label { cursor: pointer; }
.scopes input { width: 20px; height: 20px; margin: 2px 0 0; accent-color: var(--accent); }
.scopes .tick { width: 20px; height: 20px; margin-top: 2px; fill: none; stroke: var(--accent); stroke-width: 2.25; stroke-linecap: round; stroke-linejoin: round; }
.scopes .why { grid-column: 2; }
.actions { display: flex; flex-wrap: wrap; gap: 10px; }
.button { display: inline-flex; align-items: center; justify-content: center; min-height: var(--control); padding: 8px 18px; border: 1px solid transparent;
  border-radius: 8px; font: inherit; font-weight: 580; text-decoration: none; cursor: pointer; background: var(--accent); color: var(--on-accent); }
.button:hover { background: var(--accent-hover); }
.button.quiet { background: none; color: var(--text); border-color: var(--line-strong); }
.button.quiet:hover { background: var(--gray-tint); }
@media (max-width: 480px) { .actions > *, .actions .button { flex: 1 1 100%; width: 100%; } }
.pairs { display: grid; grid-template-columns: minmax(120px, auto) 1fr; gap: 6px 20px; }
.pairs dt { color: var(--muted); }
.pairs dd { overflow-wrap: anywhere; }
@media (max-width: 480px) { .pairs { grid-template-columns: 1fr; gap: 0; } .pairs dd { margin-bottom: 10px; } }
.status { display: inline-flex; align-items: center; gap: 6px; padding: 2px 12px 2px 8px; border-radius: 999px; font-size: 14px; font-weight: 560; background: var(--gray-tint); }
.status svg { width: 14px; height: 14px; fill: none; stroke: currentColor; stroke-width: 2; flex: none; }
.status.green { background: var(--green-tint); color: var(--green); }
.status.yellow { background: var(--yellow-tint); color: var(--yellow); }
.status.red { background: var(--red-tint); color: var(--red); }
.list { display: grid; gap: 8px; }
.list li { padding: 10px 14px; background: var(--sunken); border-radius: 8px; overflow-wrap: anywhere; }
@media (forced-colors: active) { .button, .status, .card, .tile { border: 1px solid; } }
`;
}
